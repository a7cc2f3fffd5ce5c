import { refuse } from '@alles/platform/contract'
import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { newcomer, refusals, type UnversionedMember } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import {
  countGuildsOf,
  findMembership,
  insertMember,
  insertMembership,
  lockAccount,
  type MembershipRow,
} from './member-store.ts'

/** How many guilds an account of a person can be in. */
const mostGuilds = 100

export interface Joining {
  readonly guildId: string
  readonly accountId: string
  /** Of `prepareMembership`: made before the transaction, as its key lives elsewhere. */
  readonly membership: MembershipRow
  /** Whether it has yet to agree to the rules. */
  readonly pending?: boolean
  /** Whether it comes for a visit only. */
  readonly temporary?: boolean
}

/** The account's past membership of the guild, or a new one with a key of its own; not stored yet. */
export async function prepareMembership(
  chat: Chat,
  guildId: string,
  accountId: string,
): Promise<MembershipRow> {
  const past = await findMembership(chat.database, guildId, accountId)
  if (past) return past
  const { ids } = await chat.keys.create({ keys: [{ kind: 'content' }] })
  const [contentKeyId] = ids
  if (contentKeyId === undefined) throw new Error('no key was made')
  return { ref: chat.ids.blurred(), contentKeyId }
}

/** Refuses the hundred-and-first guild of an account. Until `tx` ends, the account joins nothing else. */
export async function requireRoom(tx: Transaction<Schema>, accountId: string): Promise<void> {
  await lockAccount(tx, accountId)
  await refuseFull(tx, accountId)
}

/** Asked before keys are made too, which a refusal would leave behind. */
export async function refuseFull(on: Connection<Schema>, accountId: string): Promise<void> {
  if ((await countGuildsOf(on, accountId)) >= mostGuilds) refuse(refusals.too_many_guilds)
}

/**
 * Puts an account, which is not in it, into a guild as part of `tx`. Refuses one that is being erased: its leaving waits
 * for joins that were not refused.
 */
export async function addMember(
  chat: Chat,
  tx: Transaction<Schema>,
  joining: Joining,
): Promise<UnversionedMember> {
  const { guildId, accountId, pending = false, temporary = false } = joining
  await requireStanding(chat, tx, accountId)
  const membership = await insertMembership(tx, { guildId, accountId, ...joining.membership })
  const now = chat.clock.now()
  await insertMember(tx, { guildId, ref: membership.ref, at: new Date(now), pending, temporary })
  return {
    accountId,
    membershipRef: membership.ref,
    contentKeyId: membership.contentKeyId,
    ...newcomer,
    pending,
    temporary,
    joinedAt: Math.floor(now),
  }
}

/** Refuses an account that is being erased; one that is not will not be until `tx` ends. */
export async function requireStanding(chat: Chat, tx: Transaction<Schema>, accountId: string): Promise<void> {
  await lockAccount(tx, accountId)
  if ((await chat.accounts.standingOf({ accountId })) === 'gone') refuse(refusals.unknown_user)
}
