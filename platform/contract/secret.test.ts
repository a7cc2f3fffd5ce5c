import { format, inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from './index.ts'

test('a secret prints as [secret], whichever way it is printed', () => {
  const secret = new Secret('hunter2')
  const printed = [
    String(secret),
    `in a template: ${secret as unknown as string}`,
    'a'.concat(secret as unknown as string),
    ['x', secret].join(),
    JSON.stringify({ secret, list: [secret] }),
    inspect(secret),
    inspect({ deep: { er: [secret] } }, { depth: 9, showHidden: true }),
    format('%s %o %O %j', secret, secret, secret, secret),
    new Error('x', { cause: secret }).stack ?? '',
    inspect(new Error('x', { cause: secret })),
    Object.entries(secret).join(),
    JSON.stringify(Object.assign({}, secret)),
  ]
  for (const text of printed) expect(text).not.toContain('hunter2')
  expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}')
  expect(secret.reveal()).toBe('hunter2')
})
