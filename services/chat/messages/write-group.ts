import type { Sealer } from '@alles/platform/catalogue'
import { firstIdAt, type Clock, type Ids } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import type { Schema } from '../database/types.ts'
import type { StoredMentions } from './mentions.ts'
import { findRecentNonces, listVersions, lockHeads, nonceKey, type Nonce } from './group-store.ts'
import { insertGroup, type NewMessage, type NewNonce } from './insert-group.ts'
import { placer } from './placer.ts'

/** A message that may be written, as far as the guild's snapshot of `version` tells. */
export interface Draft {
  readonly guildId: string
  /** The version of the guild that the permission was judged by. */
  readonly version: string
  readonly channelId: string
  readonly authorRef: string
  readonly contentKeyId: string
  readonly kind: number
  /** In the stored form. */
  readonly content: string
  readonly mentions: StoredMentions | null
  readonly everyone: boolean
  readonly flags: number
  readonly reply: { readonly channelId: string; readonly id: string } | null
  readonly nonce: { readonly hash: Uint8Array; readonly enforce: boolean } | null
  /** Called once the message is committed, in the order of the channel, before its send is answered. */
  readonly written: (place: WrittenPlace) => void
}

export interface WrittenPlace {
  readonly id: string
  readonly number: number
}

/**
 * `repeated`: an earlier send with the same nonce wrote message `id`. `stale`: the guild has changed since its
 * snapshot, or the channel is gone; nothing was written, and the permission has to be judged again.
 */
export type Outcome =
  | ({ readonly kind: 'written' } & WrittenPlace)
  | { readonly kind: 'repeated'; readonly id: string }
  | { readonly kind: 'stale' }

export interface GroupToWrite {
  readonly drafts: readonly Draft[]
  /** Outbox rows of earlier groups that have been told of. */
  readonly settled: readonly string[]
}

export interface WrittenGroup {
  readonly outcomes: readonly Outcome[]
  /** The outbox row that tells others of this group should this process die before it did; null where nothing was written. */
  readonly outboxId: string | null
}

const nonceWindowMs = 10 * 60 * 1000

/**
 * Writes a group as part of `tx`. From the first statement on it holds the heads of all channels it touches: nobody
 * else can number a message there, and what is read afterwards is what was last committed.
 */
export async function writeGroup(
  tx: Transaction<Schema>,
  parts: { readonly sealer: Sealer; readonly clock: Clock; readonly ids: Ids },
  group: GroupToWrite,
): Promise<WrittenGroup> {
  const { drafts } = group
  const since = firstIdAt(parts.clock.now() - nonceWindowMs).toString()
  const [heads, versions, earlier] = await Promise.all([
    lockHeads(tx, [...new Set(drafts.map((draft) => draft.channelId))]),
    listVersions(tx, [...new Set(drafts.map((draft) => draft.guildId))]),
    findRecentNonces(
      tx,
      drafts.flatMap((draft) => nonceRow(draft) ?? []),
      since,
    ),
  ])
  const place = placer(heads, parts.ids)
  const outcomes = drafts.map((draft): Outcome => {
    if (versions.get(draft.guildId) !== draft.version || !heads.has(draft.channelId)) return { kind: 'stale' }
    const nonce = nonceRow(draft)
    const key = nonce && nonceKey(nonce)
    const repeated = key !== null && draft.nonce?.enforce === true ? earlier.get(key) : undefined
    if (repeated !== undefined) return { kind: 'repeated', id: repeated }
    const placed = place(draft.channelId)
    if (key !== null) earlier.set(key, placed.id)
    return { kind: 'written', ...placed }
  })
  const written = drafts.flatMap((draft, index) => {
    const outcome = outcomes[index]
    return outcome?.kind === 'written' ? [{ draft, ...outcome }] : []
  })
  if (written.length === 0) return { outcomes, outboxId: null }
  const outboxId = await insertGroup(tx, {
    settled: group.settled,
    messages: await sealMessages(parts.sealer, written),
    nonces: lastNonces(written),
    heads: [...heads.values()],
    at: new Date(parts.clock.now()),
  })
  return { outcomes, outboxId }
}

/** The nonces of a group, each with the last message that carries it. */
function lastNonces(written: readonly Written[]): NewNonce[] {
  const rows = new Map<string, NewNonce>()
  for (const { draft, id } of written) {
    const row = nonceRow(draft)
    if (row) rows.set(nonceKey(row), { ...row, messageId: id })
  }
  return [...rows.values()]
}

interface Written extends WrittenPlace {
  readonly draft: Draft
}

async function sealMessages(sealer: Sealer, written: readonly Written[]): Promise<NewMessage[]> {
  const { messages } = catalogue.tables
  const rowOf = (one: Written) => ({ row: `${one.draft.channelId}:${one.id}`, key: one.draft.contentKeyId })
  const mentioning = written.filter((one) => one.draft.mentions !== null)
  const [contents, mentions] = await Promise.all([
    sealer.seal(
      messages,
      'content',
      written.map((one) => ({ ...rowOf(one), value: one.draft.content })),
    ),
    sealer.seal(
      messages,
      'mentions',
      mentioning.map((one) => ({ ...rowOf(one), value: one.draft.mentions })),
    ),
  ])
  const sealedMentions = new Map(mentioning.map((one, index) => [one, mentions[index]]))
  return written.map((one, index) => ({
    draft: one.draft,
    id: one.id,
    number: one.number,
    content: contents[index] ?? new Uint8Array(),
    mentions: sealedMentions.get(one) ?? null,
  }))
}

function nonceRow({ channelId, authorRef, nonce }: Draft): Nonce | null {
  return nonce && { channelId, authorRef, hash: nonce.hash }
}
