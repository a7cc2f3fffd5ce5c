import { refuse, z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import { sweepMessages } from '../channels/sweep-messages.ts'
import type { Chat } from '../chat.ts'
import { guildChanged, guildsTopic, refusals, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { lockedGuild } from './change-guild.ts'
import { memberOf } from './guild-access.ts'
import { listKeysOfGuild, removeGuild } from './guild-store.ts'
import { publish } from './publish.ts'

/** Destroys the keys of what was deleted: nothing written there can be read again, in backups neither. */
export const destroyKeys = task('chat.destroyKeys', z.object({ ids: z.array(z.string()) }))

const keysPerJob = 1000

/** Deletes a guild for good. Only its owner may. */
export async function deleteGuild(chat: Chat, by: Actor, guildId: string): Promise<void> {
  await clearAwayGuild(chat, guildId, (guild) => {
    memberOf(guild, by)
    if (guild.ownerId !== by.accountId) refuse(refusals.missing_permissions)
  })
}

/** Deletes a guild that `judge` does not refuse to delete. Its messages go, and its keys are destroyed, soon after. */
export async function clearAwayGuild(
  chat: Chat,
  guildId: string,
  judge: (guild: GuildState) => void,
): Promise<void> {
  await chat.guilds.inTurn(guildId, async () => {
    await chat.database.transaction(async (tx) => {
      const guild = await lockedGuild(chat, tx, guildId)
      judge(guild)
      await queueClearing(chat, tx, guild)
      await removeGuild(tx, guildId)
    })
    chat.guilds.evict(guildId)
    chat.bus.publish(guildsTopic, guildChanged, { guildId, version: null })
    publish(chat.bus, [
      { t: 'GUILD_DELETE', d: { id: guildId }, audience: { kind: 'guild', guildId }, reshape: true },
    ])
  })
}

async function queueClearing(chat: Chat, tx: Transaction<Schema>, guild: GuildState): Promise<void> {
  const keys = await listKeysOfGuild(tx, guild.id)
  for (let from = 0; from < keys.length; from += keysPerJob)
    await chat.jobs.add(tx, destroyKeys, { ids: keys.slice(from, from + keysPerJob) })
  for (const channel of guild.channels)
    if (channel.type === 0) await chat.jobs.add(tx, sweepMessages, { channelId: channel.id })
}
