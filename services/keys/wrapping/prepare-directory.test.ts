import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCalls } from '@alles/platform/service'
import { testParts } from '@alles/platform/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as contract from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { InstanceKeyMissing, keys, KeyDirectoryMismatch } from '../service.ts'
import { readAll, testKeys, type TestKeys } from '../testing/start-keys.ts'
import { readable, sealWords } from '../testing/words.ts'

let own: TestKeys
beforeEach(async () => {
  own = await testKeys()
})
afterEach(() => own.drop())

describe('a start', () => {
  test('makes files that nobody else can open', async () => {
    await own.client.create({ keys: [{ kind: 'person' }] })
    const files = [...(await readAll(own.directory)).keys()]
    expect(files).toContain('instance.key')
    for (const path of files) expect((await stat(join(own.directory, path))).mode & 0o777).toBe(0o600)
    expect((await stat(join(own.directory, 'wrapping'))).mode & 0o777).toBe(0o700)
  })

  test('is refused in one sentence when the instance key is gone, and changes nothing', async () => {
    const { ids } = await own.client.create({ keys: [{ kind: 'person' }] })
    const sealed = await sealWords(own.client, ids)
    const kept = (await readAll(own.directory)).get('instance.key') as Buffer
    await rm(join(own.directory, 'instance.key'))
    const before = await readAll(own.directory)
    await expect(own.startAnother()).rejects.toThrow(InstanceKeyMissing)
    await expect(own.startAnother()).rejects.toThrow(/misses keys\/instance\.key.*restore it from backup\.$/)
    expect(await readAll(own.directory)).toEqual(before)
    await writeFile(join(own.directory, 'instance.key'), kept, { mode: 0o600 })
    expect(await readable(await own.startAnother(), sealed)).toEqual(ids)
  })

  test('makes an instance key anew while there is nothing it could have wrapped', async () => {
    await rm(join(own.directory, 'instance.key'))
    const client = await own.startAnother()
    const { ids } = await client.create({ keys: [{ kind: 'person' }] })
    expect(await readable(own.client, await sealWords(client, ids))).toEqual(ids)
  })

  test('is refused with the keys of another database, whose files it leaves alone', async () => {
    await own.client.create({ keys: [{ kind: 'person' }] })
    const before = await readAll(own.directory)
    const strange = await testParts<Schema>(keys)
    await expect(keys.start(strange, { directory: own.directory })).rejects.toThrow(KeyDirectoryMismatch)
    expect(await readAll(own.directory)).toEqual(before)
    await strange.drop()
  })

  test('of several processes at once ends with one instance key', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'alles-keys-'))
    const parts = await testParts<Schema>(keys)
    const clients = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const calls = createCalls()
        const jobs = { ...parts.jobs, every: () => undefined }
        await keys.start({ ...parts, calls, jobs }, { directory })
        return calls.of(contract)
      }),
    )
    const made = await Promise.all(
      clients.map((client) =>
        client.create({ keys: Array.from({ length: 50 }, () => ({ kind: 'content' as const })) }),
      ),
    )
    const ids = made.flatMap((one) => one.ids)
    const sealed = await sealWords(clients[0] as (typeof clients)[0], ids)
    for (const client of clients) expect(await readable(client, sealed)).toEqual(ids)
    await parts.drop()
    await rm(directory, { recursive: true })
  })
})
