import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { PartialEmoji } from '../contract/index.ts'
import type { ReactorKey, ReactorRow } from './reaction-store.ts'

const { reactors } = catalogue.tables

function rowOf({ channelId, id, reactionId, ref }: ReactorKey): string {
  return `${channelId}:${id}:${reactionId}:${ref}`
}

/** What somebody reacted with, sealed with the key of their membership. */
export async function sealEmoji(
  chat: Chat,
  key: ReactorKey,
  { keyId, emoji }: { readonly keyId: string; readonly emoji: PartialEmoji },
): Promise<Buffer> {
  const [sealed] = await chat.sealer.seal(reactors, 'emoji', [{ row: rowOf(key), key: keyId, value: emoji }])
  if (!sealed) throw new Error('an emoji was not sealed')
  return Buffer.from(sealed)
}

/** In the order of rows; null where the key was destroyed. */
export async function openEmojis(chat: Chat, rows: readonly ReactorRow[]): Promise<(PartialEmoji | null)[]> {
  return chat.sealer.open<PartialEmoji, typeof reactors>(
    reactors,
    'emoji',
    rows.map((row) => ({ row: rowOf(row), sealed: row.emoji })),
  )
}
