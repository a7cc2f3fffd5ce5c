import { expect, test } from 'vitest'
import { Secret } from '@alles/platform/contract'
import { createPasswords } from './passwords.ts'

const password = new Secret('correct horse battery staple')

test('a hash is argon2id with 19 MiB, two passes and a salt of its own', async () => {
  const passwords = createPasswords()
  const [one, other] = await Promise.all([passwords.hash(password), passwords.hash(password)])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
})

test('a password fits its hash and no other', async () => {
  const passwords = createPasswords()
  const hashed = await passwords.hash(password)
  expect(await passwords.verify(hashed, password)).toBe(true)
  expect(await passwords.verify(hashed, new Secret('correct horse battery stapl'))).toBe(false)
})

test('differences after many characters count', async () => {
  const passwords = createPasswords()
  const hashed = await passwords.hash(new Secret(`${'x'.repeat(72)}a`))
  expect(await passwords.verify(hashed, new Secret(`${'x'.repeat(72)}b`))).toBe(false)
})

test('the same characters typed differently are the same password', async () => {
  const passwords = createPasswords()
  const hashed = await passwords.hash(new Secret('caf\u00e9 au lait'))
  expect(await passwords.verify(hashed, new Secret('cafe\u0301 au lait'))).toBe(true)
})

test('nobody has a password, and finding out takes as long', async () => {
  const passwords = createPasswords()
  const hashed = await passwords.hash(password)
  expect(await passwords.verify(null, password)).toBe(false)
  const times = { somebody: Infinity, nobody: Infinity }
  for (let round = 0; round < 25; round += 1)
    for (const [who, against] of [
      ['somebody', hashed],
      ['nobody', null],
    ] as const) {
      const start = performance.now()
      await passwords.verify(against, password)
      times[who] = Math.min(times[who], performance.now() - start)
    }
  expect(times.nobody / times.somebody).toBeGreaterThan(0.5)
  expect(times.nobody / times.somebody).toBeLessThan(2)
})

test('few run at once, few wait, and the rest are told to come back', async () => {
  const passwords = createPasswords({ running: 1, waiting: 2 })
  const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => passwords.hash(password)))
  expect(answers.map((answer) => answer.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ])
  const refusal = answers.find((answer) => answer.status === 'rejected')
  expect(refusal?.reason).toMatchObject({
    kind: { code: 'too_busy', status: 503 },
    details: { retryAfter: 2 },
  })
  expect(await passwords.hash(password)).toMatch(/^\$argon2id/)
})
