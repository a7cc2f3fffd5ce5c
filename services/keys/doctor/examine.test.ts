import { chmod, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAll, testKeys, type TestKeys } from '../testing/start-keys.ts'

let own: TestKeys
let wrapping: string
beforeEach(async () => {
  own = await testKeys()
  await own.client.create({ keys: Array.from({ length: 5 }, () => ({ kind: 'person' as const })) })
  const paths = [...(await readAll(own.directory)).keys()]
  wrapping = paths.find((path) => path.startsWith('wrapping/')) ?? ''
})
afterEach(() => own.drop())

async function onlyFault(): Promise<string | undefined> {
  const { faults } = await (await own.startAnother()).doctor({})
  expect(faults).toHaveLength(1)
  return faults[0]
}

describe('the doctor', () => {
  test('finds nothing where nothing is wrong', async () => {
    expect(await own.client.doctor({})).toEqual({ faults: [] })
  })

  test('names a file that others can open', async () => {
    await chmod(join(own.directory, 'instance.key'), 0o640)
    expect(await onlyFault()).toMatch(/instance\.key is open to others; run chmod 600/)
  })

  test('names a folder that others can open', async () => {
    await chmod(join(own.directory, 'wrapping'), 0o755)
    expect(await onlyFault()).toMatch(/wrapping is open to others; run chmod 700/)
  })

  test('names a wrapping key that is missing, and counts what cannot be unwrapped', async () => {
    await rename(join(own.directory, wrapping), join(own.directory, 'moved'))
    const { faults } = await (await own.startAnother()).doctor({})
    expect(faults[0]).toBe(`The file keys/${wrapping} is missing; restore the directory keys from backup.`)
    expect(faults[1]).toMatch(/^[1-5] of 5 keys looked at cannot be unwrapped/)
  })

  test('counts keys that were changed', async () => {
    await own.parts.database.sql`update keys set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)`
    expect(await onlyFault()).toMatch(/^5 of 5 keys looked at cannot be unwrapped/)
  })
})
