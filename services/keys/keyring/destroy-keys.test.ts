import { createSecretKey, type KeyObject } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createInstanceKeyFiles } from '../wrapping/instance-key.ts'
import { unwrapKey } from '../sealing/wrap.ts'
import { readAll, testKeys, type TestKeys } from '../testing/start-keys.ts'
import { readable, sealWords } from '../testing/words.ts'
import type { KeyRow } from './key-store.ts'

let own: TestKeys
beforeEach(async () => {
  own = await testKeys()
})
afterEach(() => own.drop())

/** All in one bucket, so that each destruction has survivors. */
async function neighbours(count: number): Promise<string[]> {
  const { ids } = await own.client.create({
    keys: Array.from({ length: count }, (_, index) => ({ kind: 'content', id: `${(index + 1) * 256 + 7}` })),
  })
  return ids
}

function rows(): Promise<KeyRow[]> {
  return own.parts.database.sql<KeyRow[]>`select id, kind, wrapping_key, wrapped from keys`
}

/** Every wrapping key that can be had from the bytes of the directory, whatever the file is called now. */
async function carve(files: ReadonlyMap<string, Buffer>): Promise<{ id: string; key: KeyObject }[]> {
  const instance = createInstanceKeyFiles(own.directory)
  const found: { id: string; key: KeyObject }[] = []
  for (const [path, bytes] of files) {
    if (!path.startsWith('wrapping/')) continue
    const content = JSON.parse(bytes.toString()) as { instanceKey: string; wrapped: string }
    const by = await instance.find(content.instanceKey)
    const id = path.slice('wrapping/'.length, -'.key'.length)
    if (!by) continue
    const plain = unwrapKey(
      { key: by.key, names: ['wrapping key', id, by.id] },
      Buffer.from(content.wrapped, 'base64'),
    )
    found.push({ id, key: createSecretKey(plain) })
  }
  return found
}

/** Ids of the keys that any wrapping key opens from any row there ever was. */
function openable(all: readonly KeyRow[], wrapping: readonly { id: string; key: KeyObject }[]): Set<string> {
  const tries = all.flatMap((row) =>
    wrapping.flatMap((by) => [row.wrapping_key, by.id].map((named) => ({ row, key: by.key, named }))),
  )
  return new Set(tries.filter(opens).map(({ row }) => row.id))
}

function opens({ row, key, named }: { row: KeyRow; key: KeyObject; named: string }): boolean {
  try {
    unwrapKey({ key, names: ['key', row.id, row.kind, named] }, row.wrapped)
    return true
  } catch {
    return false
  }
}

describe('destroying keys', () => {
  test('leaves nothing that opens them, in rows or files, old or new, and every survivor', async () => {
    const ids = await neighbours(12)
    const others = (await own.client.create({ keys: Array.from({ length: 8 }, () => ({ kind: 'person' })) }))
      .ids
    const history = await rows()
    expect(openable(history, await carve(await readAll(own.directory))).size).toBe(20)

    const gone = [ids[0], ids[5], others[3]] as string[]
    const kept = [...ids, ...others].filter((id) => !gone.includes(id))
    const sealed = await sealWords(own.client, [...ids, ...others])
    expect(await own.client.destroy({ ids: gone })).toEqual({ destroyed: 3 })
    history.push(...(await rows()))

    expect([...openable(history, await carve(await readAll(own.directory)))].toSorted()).toEqual(
      kept.toSorted(),
    )
    expect(await readable(own.client, sealed)).toEqual(kept)
    expect(await readable(await own.startAnother(), sealed)).toEqual(kept)
  })

  test('can be done again, and passes over what never was', async () => {
    const ids = await neighbours(3)
    await own.client.destroy({ ids: ids.slice(0, 1) })
    expect(await own.client.destroy({ ids: [...ids.slice(0, 1), '99'] })).toEqual({ destroyed: 0 })
    expect(await own.client.destroy({ ids: [] })).toEqual({ destroyed: 0 })
  })

  test('lets other processes read what stays, though they knew the old wrapping key or none', async () => {
    const ids = await neighbours(6)
    const sealed = await sealWords(own.client, ids)
    const deaf = await own.startAnother({ deaf: true })
    await readable(deaf, new Map([...sealed].slice(0, 2)))
    const cold = await own.startAnother({ deaf: true })
    await own.client.destroy({ ids: ids.slice(5) })
    expect(await readable(deaf, new Map([...sealed].slice(2)))).toEqual(ids.slice(2, 5))
    expect(await readable(cold, sealed)).toEqual(ids.slice(0, 5))
    expect((await deaf.create({ keys: [{ kind: 'content', id: '7' }] })).ids).toEqual(['7'])
    expect(await readable(own.client, await sealWords(deaf, ['7']))).toEqual(['7'])
  })

  test('re-wraps more keys than fit in one step', async () => {
    const ids = await neighbours(4_500)
    const sealed = await sealWords(own.client, ids)
    await own.client.destroy({ ids: ids.slice(0, 1) })
    expect(await readable(await own.startAnother(), sealed)).toHaveLength(4_499)
  })

  test('goes on at the next start where the old wrapping key was left behind', async () => {
    const ids = await neighbours(4)
    const before = await readAll(own.directory)
    const history = await rows()
    await own.client.destroy({ ids: ids.slice(0, 1) })
    for (const [path, bytes] of before) await writeFile(join(own.directory, path), bytes, { mode: 0o600 })
    expect(openable(history, await carve(await readAll(own.directory))).size).toBe(4)
    await own.startAnother()
    expect(openable(history, await carve(await readAll(own.directory))).size).toBe(0)
  })

  test('goes on in the same hour where nothing is started', async () => {
    const path = join(own.directory, 'wrapping', '007-0123456789abcdef.key')
    await writeFile(path, 'left by a crash', { mode: 0o600 })
    await own.parts.jobs.runInterval('keys.sweep')
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })

  test('removes nothing while a file that is needed is missing', async () => {
    const ids = await neighbours(2)
    const [name = ''] = [...(await readAll(own.directory)).keys()].filter((path) =>
      path.startsWith('wrapping/'),
    )
    const bytes = await readFile(join(own.directory, name))
    const stray = join(own.directory, 'wrapping', '007-0123456789abcdef.key')
    await writeFile(stray, bytes, { mode: 0o600 })
    await writeFile(join(own.directory, 'elsewhere'), bytes)
    await own.parts.database.sql`update buckets set wrapping_key = '007-ffffffffffffffff' where bucket = 7`
    await own.parts.jobs.runInterval('keys.sweep')
    expect((await stat(stray)).isFile()).toBe(true)
    expect(ids).toHaveLength(2)
  })
})
