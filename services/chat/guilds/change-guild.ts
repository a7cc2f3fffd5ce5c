import { setTimeout } from 'node:timers/promises'
import { refuse } from '@alles/platform/contract'
import { isUnavailable, type Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { guildChanged, guildsTopic, refusals, type Dispatch, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { readGuildState } from '../guild-state/read-guild-state.ts'
import { guildUpdated } from './guild-events.ts'
import { lockGuild, raiseVersion } from './guild-store.ts'
import { publish } from './publish.ts'

const mostAttempts = 8

export interface Change<T> {
  /** Judges by `guild`, which nobody else changes meanwhile, and writes. Refusals undo everything. */
  apply(tx: Transaction<Schema>, guild: GuildState): Promise<T>
  /** The new snapshot, where it is small work to make it of the old one. Without it the guild is read again. */
  next?(before: GuildState, result: T): GuildState
  /** What connections hear. Called once `after` is what everybody is answered with. */
  announce(after: GuildState, result: T): Promise<readonly Dispatch[]> | readonly Dispatch[]
}

export interface Changed<T> {
  readonly after: GuildState
  readonly result: T
}

/**
 * Changes a guild: one transaction that holds the guild's row and raises its version, then the new snapshot, then the
 * events. One change at a time, so that events come in the order of commits. Refuses guilds that do not exist.
 */
export async function changeGuild<T>(chat: Chat, guildId: string, change: Change<T>): Promise<Changed<T>> {
  return chat.guilds.inTurn(guildId, async () => {
    const { before, result, version } = await commit(chat, guildId, change)
    const made = change.next?.(before, result)
    const after = made ? { ...made, version } : await readAgain(chat, guildId)
    if (made) chat.guilds.replace(after)
    chat.bus.publish(guildsTopic, guildChanged, { guildId, version })
    await announce(chat, after, () => change.announce(after, result))
    return { after, result }
  })
}

/**
 * Whoever may see less from now on must lose sight of it, even when what the events say cannot be read: then everybody
 * hears that the guild changed, which needs nothing but the new snapshot.
 */
async function announce(
  chat: Chat,
  after: GuildState,
  events: () => Promise<readonly Dispatch[]> | readonly Dispatch[],
): Promise<void> {
  try {
    publish(chat.bus, await events())
  } catch (error) {
    publish(chat.bus, [guildUpdated(after)])
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

async function commit<T>(chat: Chat, guildId: string, change: Change<T>) {
  return chat.database.transaction(async (tx) => {
    const before = await lockedGuild(chat, tx, guildId)
    const result = await change.apply(tx, before)
    return { before, result, version: await raiseVersion(tx, guildId) }
  })
}

/** The guild as it is while `tx` holds its row: the snapshot in memory where that is the newest. */
export async function lockedGuild(chat: Chat, tx: Transaction<Schema>, guildId: string): Promise<GuildState> {
  const version = await lockGuild(tx, guildId)
  if (version === null) return refuse(refusals.unknown_guild)
  const known = chat.guilds.peek(guildId)
  const guild = known?.version === version ? known : await readGuildState(tx, chat.sealer, guildId)
  return guild ?? refuse(refusals.unknown_guild)
}
