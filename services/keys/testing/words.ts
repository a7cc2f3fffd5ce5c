import type { ClientOf } from '@alles/platform/contract'
import type * as contract from '../contract/index.ts'

type Client = ClientOf<typeof contract>

/** Seals one word per key, each in a row of its own. */
export async function sealWords(client: Client, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  const items = ids.map((key) => ({ key, place: placeOf(key), plain: Buffer.from(`word of ${key}`) }))
  const sealed = await client.seal({ items })
  return new Map(ids.map((id, index) => [id, sealed[index] as Uint8Array]))
}

/** The ids among `sealed` whose word can be read; throws when one reads otherwise than it was written. */
export async function readable(client: Client, sealed: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const ids = [...sealed.keys()]
  const items = ids.map((id) => ({ place: placeOf(id), sealed: sealed.get(id) as Uint8Array }))
  const opened = await client.open({ items })
  return ids.filter((id, index) => {
    const plain = opened[index]
    if (!plain) return false
    if (Buffer.from(plain).toString() !== `word of ${id}`) throw new Error(`${id} reads otherwise`)
    return true
  })
}

function placeOf(key: string) {
  return { table: 'chat.messages', column: 'content', row: `1:${key}` }
}
