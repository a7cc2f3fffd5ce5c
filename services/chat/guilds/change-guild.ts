import { setTimeout } from 'node:timers/promises'
import { refuse } from '@alles/platform/contract'
import { isUnavailable, type Transaction } from '@alles/platform/postgres'
import { auditDispatches } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import {
  auditActions,
  guildChanged,
  guildsTopic,
  refusals,
  type AuditLogEntry,
  type Dispatch,
  type GuildState,
  type MembersChanged,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { GuildVersions } from '../guild-state/guild-state-store.ts'
import { isOf } from '../guild-state/guild-states.ts'
import { readGuildState } from '../guild-state/read-guild-state.ts'
import { lockedMembers, type LockedMembers } from '../members/locked-members.ts'
import { stampMembers } from '../members/member-store.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { guildUpdated } from './guild-events.ts'
import { lockGuild, raiseVersions } from './guild-store.ts'
import { publish } from './publish.ts'
import { membersChanged, membersNow, raiseOf, refsIn, type Touched } from './touched.ts'

const mostAttempts = 8

export interface Change<T> {
  /** Judges by `guild` and `members`, which nobody else changes meanwhile, and writes. Refusals undo everything. */
  apply(tx: Transaction<Schema>, guild: GuildState, members: LockedMembers): Promise<T>
  /** What it changed. Without it: anything of the guild itself, and nobody's membership. */
  touches?(result: T): Touched
  /** The new snapshot, where it is small work to make it of the old one. Without it the guild is read again. */
  next?(before: GuildState, result: T): GuildState
  /** What connections hear. Called once `after` is what everybody is answered with. */
  announce(after: GuildState, result: T): Promise<readonly Dispatch[]> | readonly Dispatch[]
}

export interface Changed<T> {
  readonly after: GuildState
  readonly result: T
}

interface Committed<T> {
  readonly before: GuildState
  readonly result: T
  readonly touched: Touched
  readonly versions: GuildVersions
  /** What is told of the audit log. */
  readonly audited: readonly Dispatch[]
  /** Of the outbox. */
  readonly entry: string
}

const structureAlone: Touched = { structure: true, members: [] }

/**
 * Changes a guild: one transaction that holds the guild's row and raises its versions, then the new snapshot, then the
 * events. One change at a time, so that events come in the order of commits. Should this process die before they are
 * out, a worker has everybody told the whole guild. Refuses guilds that do not exist.
 */
export async function changeGuild<T>(chat: Chat, guildId: string, change: Change<T>): Promise<Changed<T>> {
  return chat.guilds.inTurn(guildId, async () => {
    const committed = await commit(chat, guildId, change)
    const { before, result, touched, versions, audited } = committed
    const members = membersChanged(touched, before, versions)
    // Members first: from the new snapshot on, nobody may be found as they were before.
    if (members) {
      chat.members.follow(guildId, members, membersNow(touched, versions))
      chat.names.follow(guildId, members)
    }
    const after = await snapshotAfter(chat, change, committed)
    const { version, threadsVersion, memberCount: count } = versions
    if (raiseOf(touched))
      chat.bus.publish(guildsTopic, guildChanged, {
        guildId,
        version,
        threadsVersion,
        members: members && { ...members, accountIds: members.accountIds && [...members.accountIds], count },
      })
    // What is gone nobody can see any more: who saw it hears of its end before it ends.
    const { ends = [], rest = [] } = Object.groupBy(audited, (one) => (isEnd(one) ? 'ends' : 'rest'))
    const events = async () => [...ends, ...(await change.announce(after, result)), ...rest]
    await announce(chat, { after, members }, events)
    chat.told.add([committed.entry])
    return { after, result }
  })
}

/** The snapshot that holds from now on. */
async function snapshotAfter<T>(
  chat: Chat,
  change: Change<T>,
  { before, result, touched, versions }: Committed<T>,
): Promise<GuildState> {
  const made = touched.structure || touched.threads ? change.next?.(before, result) : before
  if (!made) return readAgain(chat, before.id)
  const after = { ...made, ...versions }
  chat.guilds.replace(after)
  return after
}

/**
 * Whoever may see less from now on must lose sight of it, even when what the events say cannot be read: then everybody
 * hears that the guild changed, which needs nothing but the new snapshot.
 */
async function announce(
  chat: Chat,
  { after, members }: { readonly after: GuildState; readonly members: MembersChanged | null },
  events: () => Promise<readonly Dispatch[]>,
): Promise<void> {
  const tell = (told: readonly Dispatch[]) =>
    publish(chat.bus, members ? told.map((one) => (one.reshape ? { ...one, members } : one)) : told)
  try {
    tell(await events())
  } catch (error) {
    tell([guildUpdated(after)])
    throw error
  }
}

/** The change is committed: nobody may be answered by the old snapshot, even while the database is away. */
async function readAgain(chat: Chat, guildId: string): Promise<GuildState> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await chat.guilds.reload(guildId)) ?? refuse(refusals.unknown_guild)
    } catch (error) {
      chat.guilds.evict(guildId)
      if (!isUnavailable(error) || attempt === mostAttempts) throw error
      await setTimeout(attempt * 250)
    }
  }
}

async function commit<T>(chat: Chat, guildId: string, change: Change<T>): Promise<Committed<T>> {
  return chat.database.transaction(async (tx) => {
    const before = await lockedGuild(chat, tx, guildId)
    const result = await change.apply(tx, before, lockedMembers(chat, tx, before))
    const touched = change.touches?.(result) ?? structureAlone
    const raise = raiseOf(touched)
    const versions = raise ? await raiseVersions(tx, guildId, raise) : versionsOf(before)
    const [entry] = await Promise.all([
      insertEntry(tx, { guild: guildId }, new Date(chat.clock.now())),
      stampMembers(tx, guildId, { refs: refsIn(touched), version: versions.membersVersion }),
    ])
    return { before, result, touched, versions, audited: auditDispatches(tx), entry }
  })
}

function versionsOf(guild: GuildState): GuildVersions {
  const { version, membersVersion, threadsVersion, memberCount } = guild
  return { version, membersVersion, threadsVersion, memberCount }
}

function isEnd({ d, audience }: Dispatch): boolean {
  const { action_type: action } = d as AuditLogEntry
  return audience.kind === 'channel' && action === auditActions.CHANNEL_DELETE
}

/** The guild as it is while `tx` holds its row: the snapshot in memory where that is the newest. */
export async function lockedGuild(chat: Chat, tx: Transaction<Schema>, guildId: string): Promise<GuildState> {
  const versions = await lockGuild(tx, guildId)
  if (versions === null) return refuse(refusals.unknown_guild)
  const known = chat.guilds.peek(guildId)
  const guild =
    known && isOf(known, versions)
      ? { ...known, ...versions }
      : await readGuildState(tx, chat.sealer, guildId)
  return guild ?? refuse(refusals.unknown_guild)
}
