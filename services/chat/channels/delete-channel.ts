import { isDeepStrictEqual } from 'node:util'
import type { Acting } from '../audit-log/acting.ts'
import { auditChannels } from '../audit-log/audit-channels.ts'
import type { Chat } from '../chat.ts'
import type { ChannelState, GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { guildUpdated } from '../guilds/guild-events.ts'
import { channelIn, getGuildIdOf, requireInChannel } from './channel-access.ts'
import { channelEvent } from './channel-events.ts'
import { removeChannel } from './channel-store.ts'
import { sweepThreads } from '../threads/sweep-threads.ts'
import { sweepMessages } from './sweep-messages.ts'

export interface Deleted {
  readonly guild: GuildState
  readonly channel: ChannelState
}

/** Deletes a channel for good. From the commit on nothing of it is read; its messages are gone soon after. */
export async function deleteChannel(chat: Chat, by: Acting, channelId: string): Promise<Deleted> {
  const { after, result } = await changeGuild(chat, await getGuildIdOf(chat, channelId), {
    async apply(tx, guild, members) {
      const here = channelIn(guild, await members.findActor(by), channelId)
      requireInChannel(here, 'MANAGE_CHANNELS')
      await removeChannel(tx, channelId)
      if (here.channel.type !== 4) {
        await chat.jobs.add(tx, sweepMessages, { channelId })
        await chat.jobs.add(tx, sweepThreads, { of: 'channel', id: channelId })
      }
      await auditChannels(chat, tx, { guild, actor: here.member, reason: by.reason, channelIds: [channelId] })
      return {
        before: guild.settings,
        channel: here.channel,
        orphans: guild.channels.filter((one) => one.parentId === channelId),
      }
    },
    announce: (guild, { before, channel, orphans }) => [
      channelEvent('CHANNEL_DELETE', guild.id, channel),
      ...guild.channels
        .filter((one) => orphans.some((orphan) => orphan.id === one.id))
        .map((one) => channelEvent('CHANNEL_UPDATE', guild.id, one)),
      // What spoke of the channel speaks of none now.
      ...(isDeepStrictEqual(before, guild.settings) ? [] : [guildUpdated(guild)]),
    ],
  })
  return { guild: after, channel: result.channel }
}
