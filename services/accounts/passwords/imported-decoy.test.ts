import { Secret } from '@alles/platform/contract'
import { testClock, testDatabase } from '@alles/platform/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../database/types.ts'
import { accounts } from '../service.ts'
import { createImportedDecoy, decoyOf } from './imported-decoy.ts'
import { createPasswords } from './passwords.ts'
import { isKnownHash, kindOfHash } from './stored-hash.ts'

let storage: Awaited<ReturnType<typeof testDatabase<Schema>>>
beforeAll(async () => {
  storage = await testDatabase<Schema>(accounts)
})
afterAll(() => storage.drop())

test.each(['bcrypt 10', 'argon2i m=4096,t=3,p=1', 'argon2id m=8192,t=3,p=2'])(
  'a decoy of the kind %s is as much work, and no password’s',
  async (kind) => {
    const decoy = decoyOf(kind)
    expect([isKnownHash(decoy), kindOfHash(decoy)]).toEqual([true, kind])
    expect(await createPasswords().verify(decoy, new Secret('whatever'))).toBe(false)
  },
)

test('wrong passwords are checked against the kind that most imported hashes have, while there are any', async () => {
  const clock = testClock()
  const decoy = createImportedDecoy(storage.database, clock)
  expect(await decoy.get()).toBeNull()
  await storage.admin`
    insert into persons (id, key_id, created_at, imported_hash)
    values (1, 1, now(), 'bcrypt 10'), (2, 2, now(), 'bcrypt 12'), (3, 3, now(), 'bcrypt 12')`
  expect(await decoy.get()).toBeNull()
  decoy.forget()
  expect(await decoy.get()).toBe(decoyOf('bcrypt 12'))
  await storage.admin`update persons set imported_hash = null`
  clock.advance(10 * 60_000)
  expect(await decoy.get()).toBeNull()
})
