import type { Sealer } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import type { StoredMentions } from './mentions.ts'
import type { MessageKey, MessageRow } from './message-store.ts'

/** A message as the program reads it: opened, with references where the wire has accounts. */
export interface OpenMessage {
  readonly channelId: string
  readonly id: string
  readonly guildId: string
  readonly number: number
  readonly authorRef: string
  readonly kind: number
  readonly flags: number
  /** In the stored form; empty where its key was destroyed. */
  readonly content: string
  readonly mentions: StoredMentions | null
  readonly everyone: boolean
  readonly reply: MessageKey | null
  /** Milliseconds since 1970. */
  readonly editedAt: number | null
}

/** Opens rows in two batches. */
export async function openMessages(sealer: Sealer, rows: readonly MessageRow[]): Promise<OpenMessage[]> {
  const { messages } = catalogue.tables
  const written = sealedValues(rows, 'content')
  const mentioning = sealedValues(rows, 'mentions')
  const opening: Promise<(StoredMentions | null)[]> = sealer.open(messages, 'mentions', mentioning)
  const [contents, mentions] = await Promise.all([sealer.open(messages, 'content', written), opening])
  // Both lists hold, in the order of rows, what the rows have of them.
  const content = contents.values()
  const mentioned = mentions.values()
  return rows.map((row) =>
    openMessage(
      row,
      row.content === null ? '' : (content.next().value ?? ''),
      row.mentions === null ? null : (mentioned.next().value ?? null),
    ),
  )
}

function sealedValues(rows: readonly MessageRow[], column: 'content' | 'mentions') {
  return rows.flatMap((row) => {
    const sealed = row[column]
    return sealed === null ? [] : [{ row: rowId(row), sealed }]
  })
}

/** What sealed values of a message are bound to. */
export function rowId(row: { readonly channel_id: string; readonly id: string }): string {
  return `${row.channel_id}:${row.id}`
}

function openMessage(row: MessageRow, content: string, mentions: StoredMentions | null): OpenMessage {
  const { reply_channel_id: replyChannel, reply_message_id: replyId } = row
  return {
    channelId: row.channel_id,
    id: row.id,
    guildId: row.guild_id,
    number: Number(row.number),
    authorRef: row.author_ref,
    kind: row.kind,
    flags: row.flags,
    content,
    mentions,
    everyone: row.mention_everyone,
    reply: replyChannel === null || replyId === null ? null : { channelId: replyChannel, id: replyId },
    editedAt: row.edited_at?.getTime() ?? null,
  }
}
