import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAll, testKeys, type TestKeys } from '../testing/start-keys.ts'
import { readable, sealWords } from '../testing/words.ts'
import { createInstanceKeyFiles } from './instance-key.ts'
import { createWrappingFiles, idOfFile } from './wrapping-files.ts'

let own: TestKeys
let sealed: Map<string, Uint8Array>
let ids: string[]
beforeEach(async () => {
  own = await testKeys()
  ids = (await own.client.create({ keys: Array.from({ length: 20 }, () => ({ kind: 'content' as const })) }))
    .ids
  sealed = await sealWords(own.client, ids)
})
afterEach(() => own.drop())

const instanceKey = async () => (await readAll(own.directory)).get('instance.key')

describe('a new instance key', () => {
  test('wraps every wrapping key while all processes go on', async () => {
    const cold = await own.startAnother()
    const before = await instanceKey()
    const { wrapping } = await own.client.rotate({})
    const files = await readAll(own.directory)
    expect(wrapping).toBe([...files.keys()].filter((path) => path.startsWith('wrapping/')).length)
    expect(files.get('instance.key')).not.toEqual(before)
    expect(files.has('instance.next.key')).toBe(false)
    for (const client of [own.client, cold, await own.startAnother()])
      expect(await readable(client, sealed)).toEqual(ids)
  })

  test('wraps what other processes make afterwards', async () => {
    const other = await own.startAnother()
    await other.rotate({})
    const made = (await own.client.create({ keys: Array.from({ length: 40 }, () => ({ kind: 'person' })) }))
      .ids
    const more = await sealWords(own.client, made)
    await own.client.destroy({ ids: ids.slice(0, 3) })
    const cold = await own.startAnother()
    expect(await readable(cold, more)).toEqual(made)
    expect(await readable(cold, sealed)).toEqual(ids.slice(3))
    expect((await cold.doctor({})).faults).toEqual([])
  })

  test('can be made again and again, by several processes at once', async () => {
    const other = await own.startAnother()
    await Promise.all([own.client.rotate({}), other.rotate({}), own.client.destroy({ ids: ids.slice(0, 1) })])
    expect(await readable(await own.startAnother(), sealed)).toEqual(ids.slice(1))
  })

  test.each([0, 7, 1_000])('is finished at the next start after a crash at wrapping key %i', async (stop) => {
    const instance = createInstanceKeyFiles(own.directory)
    const files = createWrappingFiles(own.directory, instance)
    const next = await instance.prepareNext()
    for (const name of (await files.listNames()).slice(0, stop))
      await files.rewrap(idOfFile(name) ?? '', next)
    expect(await readable(await own.startAnother(), sealed)).toEqual(ids)
    expect((await instance.current()).id).toBe(next.id)
    expect(await instance.hasNext()).toBe(false)
  })

  test('is finished though the old one was overwritten already', async () => {
    const instance = createInstanceKeyFiles(own.directory)
    const files = createWrappingFiles(own.directory, instance)
    const next = await instance.prepareNext()
    for (const name of await files.listNames()) await files.rewrap(idOfFile(name) ?? '', next)
    await writeFile(join(own.directory, 'instance.key'), randomBytes(32))
    const late = (await own.client.create({ keys: Array.from({ length: 40 }, () => ({ kind: 'person' })) }))
      .ids
    const more = await sealWords(own.client, late)
    const cold = await own.startAnother()
    expect(await readable(cold, sealed)).toEqual(ids)
    expect(await readable(cold, more)).toEqual(late)
  })
})
