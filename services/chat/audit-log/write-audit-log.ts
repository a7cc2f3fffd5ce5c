import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  auditActions,
  bits,
  isThreadType,
  maySee,
  type AuditAction,
  type AuditChange,
  type ChannelState,
  type Dispatch,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { insertAuditEntry, type AuditRow } from './audit-log-store.ts'
import { sealDetails, sealWhy } from './audit-seals.ts'
import { showEntry, type AuditDetails } from './show-entry.ts'

/** Somebody in the log: by their membership, shown by their account while it is tied to it. */
type Somebody = Pick<MemberState, 'accountId' | 'membershipRef'>

export interface AuditEntry {
  readonly guild: GuildState
  /** Who did it. */
  readonly actor: Somebody
  /** Why, in their words. */
  readonly reason?: string | null | undefined
  readonly action: AuditAction
  /** What it was done to, where that is no member. */
  readonly targetId?: string | undefined
  /** Whom it was done to; with `targetId`, whom it was about: the member an overwrite is for, the next owner. */
  readonly member?: Somebody | null | undefined
  /**
   * Only who may see this channel, or this thread's channel, hears and reads of it. Of a private thread those who are in it
   * know, whom the log does not: that is for who administrates the guild.
   */
  readonly channel?: Pick<ChannelState, 'id' | 'type' | 'parentId' | 'overwrites'> | undefined
  /** Names no accounts; see `auditChanges`. */
  readonly changes?: readonly AuditChange[] | undefined
  /** Names no accounts. */
  readonly options?: Readonly<Record<string, string>> | undefined
}

const written = new WeakMap<Transaction<Schema>, Dispatch[]>()

/**
 * Writes down what somebody did in a guild, in the transaction that does it. Whoever may read the log hears of it once
 * that is committed: `changeGuild` sees to it; other transactions publish what `auditDispatches` answers.
 */
export async function writeAuditLog(chat: Chat, tx: Transaction<Schema>, entry: AuditEntry): Promise<void> {
  const { guild, actor, member, reason } = entry
  const place = placeOf(entry)
  const id = chat.ids.next()
  const details = detailsOf(entry)
  const seal = { row: `${guild.id}:${id}`, key: guild.keyId }
  const row: AuditRow = {
    id,
    action: auditActions[entry.action],
    actorRef: actor.membershipRef,
    targetId: entry.targetId ?? null,
    targetRef: member?.membershipRef ?? null,
    channelId: place.channelId,
    open: place.open,
    createdAt: new Date(chat.clock.now()),
    reason: await sealWhy(chat, { ...seal, value: reason ?? null }),
    details: await sealDetails(chat, { ...seal, value: details }),
  }
  await insertAuditEntry(tx, guild.id, row)
  const shown = showEntry(row, { reason: reason ?? null, details }, [
    actor.accountId,
    member?.accountId ?? null,
  ])
  const told = { t: 'GUILD_AUDIT_LOG_ENTRY_CREATE', d: { ...shown, guild_id: guild.id } }
  written.set(tx, [...auditDispatches(tx), { ...told, audience: place.audience }])
}

/** What is heard of the entries written in a transaction, by those who may read the log. */
export function auditDispatches(tx: Transaction<Schema>): readonly Dispatch[] {
  return written.get(tx) ?? []
}

/** A member without roles, for whom no channel makes an exception. */
const anybody = { accountId: '', roleIds: [] }

function detailsOf({ changes, options }: AuditEntry): AuditDetails {
  return {
    ...(changes && changes.length > 0 && { changes: [...changes] }),
    ...(options && { options: { ...options } }),
  }
}

interface AuditPlace extends Pick<AuditRow, 'channelId' | 'open'> {
  readonly audience: Dispatch['audience']
}

function placeOf({ guild, channel }: AuditEntry): AuditPlace {
  const guildId = guild.id
  const needs = bits('VIEW_AUDIT_LOG')
  if (!channel) return { channelId: null, open: true, audience: { kind: 'guild', guildId, needs } }
  if (channel.type === 12) {
    const audience = { kind: 'guild', guildId, needs: bits('ADMINISTRATOR') } as const
    return { channelId: channel.id, open: false, audience }
  }
  const channelId = (isThreadType(channel.type) ? channel.parentId : null) ?? channel.id
  const open = maySee(guild, anybody, channel)
  return { channelId, open, audience: { kind: 'channel', guildId, channelId, needs } }
}
