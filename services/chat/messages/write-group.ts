import type { Sealer } from '@alles/platform/catalogue'
import type { Clock } from '@alles/platform/ids'
import type { Database } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import type { Schema } from '../database/types.ts'
import { insertGroup, type InsertedRow, type NewMessage } from './group-store.ts'
import type { Extras } from './extras.ts'
import type { StoredMentions } from './mentions.ts'
import { idSince } from './message-ids.ts'
import type { MessageKey } from './message-store.ts'

/** A message that may be written, as far as the guild's snapshot and the author's membership of these versions tell. */
export interface Draft {
  /** Where it must be a certain one, as that of a forum's post is its thread's; else it gets a new one. */
  readonly id?: string
  readonly guildId: string
  readonly version: string
  /** The version of the author's membership; null for what no member wrote. */
  readonly memberVersion: string | null
  readonly channelId: string
  readonly authorRef: string
  readonly contentKeyId: string
  readonly kind: number
  /** In the stored form. */
  readonly content: string
  readonly mentions: StoredMentions | null
  readonly extras: Extras | null
  /** Names its files; null where it has none. */
  readonly bundle: string | null
  /** How long its poll takes; null where it has none. */
  readonly pollHours: number | null
  readonly everyone: boolean
  readonly flags: number
  readonly marks: number
  readonly reply: MessageKey | null
  readonly nonce: { readonly hash: Uint8Array; readonly enforce: boolean } | null
  /** Called once the message is committed, in the order of the channel, before its send is answered. */
  readonly written: (place: WrittenPlace) => void
}

export interface WrittenPlace {
  readonly id: string
  readonly number: number
}

export interface PlacedDraft {
  readonly draft: Draft
  readonly id: string
}

/**
 * `repeated`: an earlier send with the same nonce wrote message `id`. `stale`: the guild or the author's
 * membership has changed since, or the channel is gone; the permission has to be judged again.
 */
export type SendOutcome =
  | ({ readonly kind: 'written' } & WrittenPlace)
  | { readonly kind: 'repeated'; readonly id: string }
  | { readonly kind: 'stale' }

/** `late`: the channel has message `newest` already, above the id this one was to get. */
export type Outcome = SendOutcome | { readonly kind: 'late'; readonly newest: string }

export interface WrittenGroup {
  readonly outcomes: readonly Outcome[]
  /** The outbox entry that tells others of this group should this process die before it did. */
  readonly entry: string | null
}

export interface GroupParts {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly clock: Clock
}

const nonceWindowMs = 10 * 60 * 1000

/** Seals and writes a group. `announced` are outbox entries of earlier groups, to be removed along with it. */
export async function writeGroup(
  parts: GroupParts,
  placed: readonly PlacedDraft[],
  announced: readonly string[],
): Promise<WrittenGroup> {
  const rows = await insertGroup(parts.database, {
    messages: await sealMessages(parts.sealer, placed),
    nonceSince: idSince(parts.clock, nonceWindowMs),
    announced,
    at: new Date(parts.clock.now()),
  })
  return {
    outcomes: placed.map(({ id }, index) => outcomeOf(id, rows[index])),
    entry: rows[0]?.entry ?? null,
  }
}

function outcomeOf(id: string, row: InsertedRow | undefined): Outcome {
  if (!row) throw new Error('a message has no outcome')
  const { outcome: kind } = row
  if (kind === 'written') return { kind, id, number: Number(row.number) }
  if (kind === 'repeated') return { kind, id: row.other ?? id }
  if (kind === 'late') return { kind, newest: row.other ?? id }
  return { kind }
}

async function sealMessages(sealer: Sealer, placed: readonly PlacedDraft[]): Promise<NewMessage[]> {
  const { messages } = catalogue.tables
  const toSeal = ({ draft, id }: PlacedDraft, value: unknown) => ({
    row: `${draft.channelId}:${id}`,
    key: draft.contentKeyId,
    value,
  })
  const mentioning = placed.filter((one) => one.draft.mentions !== null)
  const equipped = placed.filter((one) => one.draft.extras !== null)
  const [contents, mentions, extras] = await Promise.all([
    sealer.seal(
      messages,
      'content',
      placed.map((one) => toSeal(one, one.draft.content)),
    ),
    sealer.seal(
      messages,
      'mentions',
      mentioning.map((one) => toSeal(one, one.draft.mentions)),
    ),
    sealer.seal(
      messages,
      'extras',
      equipped.map((one) => toSeal(one, one.draft.extras)),
    ),
  ])
  const mentionsOf = new Map(mentioning.map((one, index) => [one.id, mentions[index] ?? null]))
  const extrasOf = new Map(equipped.map((one, index) => [one.id, extras[index] ?? null]))
  return placed.map(({ draft, id }, index) => {
    const content = contents[index]
    if (!content) throw new Error('a text was not sealed')
    return {
      ...draft,
      id,
      content,
      mentions: mentionsOf.get(id) ?? null,
      extras: extrasOf.get(id) ?? null,
    }
  })
}
