import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Transaction } from '@alles/platform/postgres'
import { sweepChannel, sweepMessages } from '../channels/sweep-messages.ts'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { dropGuildPictures } from '../pictures/drop-pictures.ts'
import { lockedMembers } from '../members/locked-members.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { sweepThreads, sweepThreadsOf } from '../threads/sweep-threads.ts'
import { lockedGuild } from './change-guild.ts'
import { tellDeleted, type Judge } from './delete-guild.ts'
import { listDeletedBefore, lockDeleted } from './deleted-guild-store.ts'
import { listKeysOfGuild, listTextChannels, removeGuild } from './guild-store.ts'

/** Destroys the keys of what was deleted: nothing written there can be read again, in backups neither. */
export const destroyKeys = task('chat.destroyKeys', z.object({ ids: z.array(z.string()) }))

const keysPerJob = 1000

/** What a guild leaves behind that is not deleted with its row. */
interface Remains {
  readonly keys: readonly string[]
  readonly channelIds: readonly string[]
}

export interface Cleared {
  readonly keysDestroyed: number
  readonly messages: number
}

/** For how long a deleted guild can be restored. */
export const restorableMs = 86_400_000

/** Deletes for good the guilds that can be restored no longer. */
export async function purgeDeleted(chat: Chat): Promise<void> {
  const before = new Date(chat.clock.now() - restorableMs)
  for (const guildId of await listDeletedBefore(chat.database, before)) await clearAway(chat, guildId, before)
}

/**
 * Deletes a guild that `judge` does not refuse to delete, at once and for good, and before it answers also its messages
 * and keys, for who may have nothing that works off jobs. Interrupted, they go with the jobs.
 */
export async function clearAwayWholly(chat: Chat, guildId: string, judge: Judge): Promise<Cleared> {
  return clearRemains(chat, guildId, await clearAwayGuild(chat, guildId, judge))
}

/** As `clearAwayWholly`, of a guild that is deleted already. */
export async function clearAwayHidden(chat: Chat, guildId: string): Promise<Cleared> {
  return clearRemains(chat, guildId, await clearAway(chat, guildId, null))
}

async function clearRemains(chat: Chat, guildId: string, { keys, channelIds }: Remains): Promise<Cleared> {
  let keysDestroyed = 0
  for (let from = 0; from < keys.length; from += keysPerJob) {
    const { destroyed } = await chat.keys.destroy({ ids: keys.slice(from, from + keysPerJob) })
    keysDestroyed += destroyed
  }
  let messages = 0
  for (const channelId of channelIds) messages += await sweepChannel(chat, channelId)
  messages += await sweepThreadsOf(chat, { of: 'guild', id: guildId })
  return { keysDestroyed, messages }
}

/** Deletes for good what nobody can restore, as conversations are. Its messages go, and its keys, soon after. */
export async function clearAwayGuild(chat: Chat, guildId: string, judge: Judge): Promise<Remains> {
  return chat.guilds.inTurn(guildId, async () => {
    const { remains, entry } = await chat.database.transaction(async (tx) => {
      const guild = await lockedGuild(chat, tx, guildId)
      await judge(guild, lockedMembers(chat, tx, guild), tx)
      const found = await queueClearing(chat, tx, guildId)
      await removeGuild(tx, guildId)
      return { remains: found, entry: await insertEntry(tx, { guild: guildId }, new Date(chat.clock.now())) }
    })
    tellDeleted(chat, guildId)
    chat.told.add([entry])
    return remains
  })
}

/** Deletes a guild that was deleted, and where that is said, before a moment. Its messages go, and its keys are destroyed, soon after. */
async function clearAway(chat: Chat, guildId: string, before: Date | null): Promise<Remains> {
  return chat.database.transaction(async (tx) => {
    const row = await lockDeleted(tx, guildId)
    if (!row || (before !== null && row.deletedAt > before)) return nothing
    const remains = await queueClearing(chat, tx, guildId)
    await removeGuild(tx, guildId)
    return remains
  })
}

const nothing: Remains = { keys: [], channelIds: [] }

async function queueClearing(chat: Chat, tx: Transaction<Schema>, guildId: string): Promise<Remains> {
  const keys = await listKeysOfGuild(tx, guildId)
  for (let from = 0; from < keys.length; from += keysPerJob)
    await chat.jobs.add(tx, destroyKeys, { ids: keys.slice(from, from + keysPerJob) })
  await chat.jobs.add(tx, dropGuildPictures, { guildId })
  const channelIds = await listTextChannels(tx, guildId)
  for (const channelId of channelIds) await chat.jobs.add(tx, sweepMessages, { channelId })
  await chat.jobs.add(tx, sweepThreads, { of: 'guild', id: guildId })
  return { keys, channelIds }
}
