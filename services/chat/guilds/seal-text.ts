import type { Chat } from '../chat.ts'
import { catalogue } from '../catalogue.ts'

const { tables } = catalogue
type Tables = typeof tables

/** Columns of names and topics: what they are sealed with, `key`, and the row they stand in. */
type Named = { [T in 'guilds' | 'roles' | 'channels']: Tables[T] }

export async function sealName<T extends keyof Named>(
  chat: Pick<Chat, 'sealer'>,
  table: T,
  item: { readonly row: string; readonly key: string; readonly value: string },
): Promise<Buffer> {
  const [sealed] = await chat.sealer.seal(tables[table] as Tables['guilds'], 'name', [item])
  return bytes(sealed)
}

export async function sealTopic(
  chat: Pick<Chat, 'sealer'>,
  item: { readonly row: string; readonly key: string; readonly value: string | null },
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  const [sealed] = await chat.sealer.seal(tables.channels, 'topic', [item])
  return bytes(sealed)
}

export async function sealNick(
  chat: Pick<Chat, 'sealer'>,
  item: { readonly row: string; readonly key: string; readonly value: string | null },
): Promise<Buffer | null> {
  if (item.value === null || item.value === '') return null
  const [sealed] = await chat.sealer.seal(tables.members, 'nick', [item])
  return bytes(sealed)
}

function bytes(sealed: Uint8Array | undefined): Buffer {
  if (!sealed) throw new Error('a value was not sealed')
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
}
