import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { guildChanged, guildsTopic, refusals, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { lockedMembers, type LockedMembers } from '../members/locked-members.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { lockedGuild } from './change-guild.ts'
import { markDeleted } from './deleted-guild-store.ts'
import { publish } from './publish.ts'

/**
 * Deletes a guild. Only its owner may. From now on it is there for nobody; for a day its owner can restore it, then it
 * goes for good.
 */
export async function deleteGuild(chat: Chat, by: Actor, guildId: string): Promise<void> {
  await hideGuild(chat, guildId, async (guild, members) => {
    await members.actor(by)
    if (guild.ownerId !== by.accountId) refuse(refusals.missing_permissions)
  })
}

/** Refuses where a guild may not be deleted. */
export type Judge = (guild: GuildState, members: LockedMembers, tx: Transaction<Schema>) => Promise<void>

/** Marks a guild that `judge` does not refuse to delete as deleted, and tells everybody in it. */
async function hideGuild(chat: Chat, guildId: string, judge: Judge): Promise<void> {
  await chat.guilds.inTurn(guildId, async () => {
    const entry = await chat.database.transaction(async (tx) => {
      const guild = await lockedGuild(chat, tx, guildId)
      await judge(guild, lockedMembers(chat, tx, guild), tx)
      const at = new Date(chat.clock.now())
      await markDeleted(tx, guildId, at)
      return insertEntry(tx, { guild: guildId }, at)
    })
    tellDeleted(chat, guildId)
    chat.told.add([entry])
  })
}

/** From now on it is there for nobody. */
export function tellDeleted(chat: Chat, guildId: string): void {
  chat.guilds.evict(guildId)
  chat.members.forgetGuild(guildId)
  chat.names.forgetGuild(guildId)
  const gone = { guildId, version: null, threadsVersion: null, members: null }
  chat.bus.publish(guildsTopic, guildChanged, gone)
  publish(chat.bus, [
    { t: 'GUILD_DELETE', d: { id: guildId }, audience: { kind: 'guild', guildId }, reshape: true },
  ])
}
