import { sealedWith } from '@alles/keys/contract'
import type { Sealer } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import type { Extras } from './extras.ts'
import type { StoredMentions } from './mentions.ts'
import type { MessageKey, MessageRow } from './message-store.ts'

/** A message as the program reads it: opened, with references where the wire has accounts. */
export interface OpenMessage {
  readonly channelId: string
  readonly id: string
  readonly guildId: string
  readonly number: number
  readonly authorRef: string
  /** The key that it is sealed with. */
  readonly keyId: string | null
  readonly kind: number
  readonly flags: number
  /** In the stored form; empty where its key was destroyed. */
  readonly content: string
  readonly mentions: StoredMentions | null
  /** Null where it has none, or its key was destroyed. */
  readonly extras: Extras | null
  /** Bits of `message-marks.ts`. */
  readonly marks: number
  readonly everyone: boolean
  readonly reply: MessageKey | null
  /** Milliseconds since 1970. */
  readonly editedAt: number | null
}

/** Opens rows in three batches. */
export async function openMessages(sealer: Sealer, rows: readonly MessageRow[]): Promise<OpenMessage[]> {
  const { messages } = catalogue.tables
  const written = sealedValues(rows, 'content')
  const mentioning = sealedValues(rows, 'mentions')
  const opening: Promise<(StoredMentions | null)[]> = sealer.open(messages, 'mentions', mentioning)
  const openingExtras: Promise<(Extras | null)[]> = sealer.open(
    messages,
    'extras',
    sealedValues(rows, 'extras'),
  )
  const [contents, mentions, extras] = await Promise.all([
    sealer.open(messages, 'content', written),
    opening,
    openingExtras,
  ])
  // The lists hold, in the order of rows, what the rows have of them.
  const content = contents.values()
  const mentioned = mentions.values()
  const extra = extras.values()
  return rows.map((row) =>
    openMessage(row, {
      content: row.content === null ? '' : (content.next().value ?? ''),
      mentions: row.mentions === null ? null : (mentioned.next().value ?? null),
      extras: row.extras === null ? null : (extra.next().value ?? null),
    }),
  )
}

function sealedValues(rows: readonly MessageRow[], column: 'content' | 'mentions' | 'extras') {
  return rows.flatMap((row) => {
    const sealed = row[column]
    return sealed === null ? [] : [{ row: rowId(row), sealed }]
  })
}

/** What sealed values of a message are bound to. */
export function rowId(row: { readonly channel_id: string; readonly id: string }): string {
  return `${row.channel_id}:${row.id}`
}

function openMessage(
  row: MessageRow,
  opened: Pick<OpenMessage, 'content' | 'mentions' | 'extras'>,
): OpenMessage {
  const { reply_channel_id: replyChannel, reply_message_id: replyId } = row
  return {
    channelId: row.channel_id,
    id: row.id,
    guildId: row.guild_id,
    number: Number(row.number),
    authorRef: row.author_ref,
    keyId: row.content && sealedWith(row.content),
    kind: row.kind,
    flags: row.flags,
    ...opened,
    marks: row.marks,
    everyone: row.mention_everyone,
    reply: replyChannel === null || replyId === null ? null : { channelId: replyChannel, id: replyId },
    editedAt: row.edited_at?.getTime() ?? null,
  }
}
