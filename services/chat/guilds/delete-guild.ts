import { refuse, z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { sweepChannel, sweepMessages } from '../channels/sweep-messages.ts'
import type { Chat } from '../chat.ts'
import { guildChanged, guildsTopic, refusals, type GuildState } from '../contract/index.ts'
import { sweepThreads, sweepThreadsOf } from '../threads/sweep-threads.ts'
import type { Schema } from '../database/types.ts'
import { lockedMembers, type LockedMembers } from '../members/locked-members.ts'
import { lockedGuild } from './change-guild.ts'
import { listKeysOfGuild, removeGuild } from './guild-store.ts'
import { publish } from './publish.ts'

/** Destroys the keys of what was deleted: nothing written there can be read again, in backups neither. */
export const destroyKeys = task('chat.destroyKeys', z.object({ ids: z.array(z.string()) }))

const keysPerJob = 1000

/** Deletes a guild for good. Only its owner may. */
export async function deleteGuild(chat: Chat, by: Actor, guildId: string): Promise<void> {
  await clearAwayGuild(chat, guildId, async (guild, members) => {
    await members.actor(by)
    if (guild.ownerId !== by.accountId) refuse(refusals.missing_permissions)
  })
}

/** Refuses where a guild may not be deleted. */
type Judge = (guild: GuildState, members: LockedMembers, tx: Transaction<Schema>) => Promise<void>

/** What a guild leaves behind that is not deleted with its row. */
interface Remains {
  readonly keys: readonly string[]
  readonly channelIds: readonly string[]
}

export interface Cleared {
  readonly keysDestroyed: number
  readonly messages: number
}

/**
 * Deletes a guild that `judge` does not refuse to delete, and before it answers also its messages and keys, for who may
 * have nothing that works off jobs. Interrupted, they go with the jobs.
 */
export async function clearAwayWholly(chat: Chat, guildId: string, judge: Judge): Promise<Cleared> {
  const { keys, channelIds } = await clearAwayGuild(chat, guildId, judge)
  let keysDestroyed = 0
  for (let from = 0; from < keys.length; from += keysPerJob) {
    const { destroyed } = await chat.keys.destroy({ ids: keys.slice(from, from + keysPerJob) })
    keysDestroyed += destroyed
  }
  let messages = 0
  for (const channelId of channelIds) messages += await sweepChannel(chat.database, channelId)
  messages += await sweepThreadsOf(chat.database, { of: 'guild', id: guildId })
  return { keysDestroyed, messages }
}

/** Deletes a guild that `judge` does not refuse to delete. Its messages go, and its keys are destroyed, soon after. */
async function clearAwayGuild(chat: Chat, guildId: string, judge: Judge): Promise<Remains> {
  return chat.guilds.inTurn(guildId, async () => {
    const remains = await chat.database.transaction(async (tx) => {
      const guild = await lockedGuild(chat, tx, guildId)
      await judge(guild, lockedMembers(chat, tx, guild), tx)
      const found = await queueClearing(chat, tx, guild)
      await removeGuild(tx, guildId)
      return found
    })
    chat.guilds.evict(guildId)
    chat.members.forgetGuild(guildId)
    chat.names.forgetGuild(guildId)
    const gone = { guildId, version: null, threadsVersion: null, members: null }
    chat.bus.publish(guildsTopic, guildChanged, gone)
    publish(chat.bus, [
      { t: 'GUILD_DELETE', d: { id: guildId }, audience: { kind: 'guild', guildId }, reshape: true },
    ])
    return remains
  })
}

async function queueClearing(chat: Chat, tx: Transaction<Schema>, guild: GuildState): Promise<Remains> {
  const keys = await listKeysOfGuild(tx, guild.id)
  for (let from = 0; from < keys.length; from += keysPerJob)
    await chat.jobs.add(tx, destroyKeys, { ids: keys.slice(from, from + keysPerJob) })
  const channelIds = guild.channels.filter((channel) => channel.type !== 4).map((channel) => channel.id)
  for (const channelId of channelIds) await chat.jobs.add(tx, sweepMessages, { channelId })
  await chat.jobs.add(tx, sweepThreads, { of: 'guild', id: guild.id })
  return { keys, channelIds }
}
