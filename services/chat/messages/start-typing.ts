import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { permissions } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { showMember } from '../members/member-events.ts'
import { getReachable } from '../conversations/get-channel-to-write.ts'

/** Tells those who see the channel that somebody is writing there. Nothing is stored. */
export async function startTyping(chat: Chat, by: Actor, channelId: string): Promise<void> {
  const { guild, member } = await getReachable(chat, by, { channelId, needed: permissions.SEND_MESSAGES })
  publish(chat.bus, [
    {
      t: 'TYPING_START',
      d: {
        channel_id: channelId,
        guild_id: guild.id,
        user_id: member.accountId,
        timestamp: Math.floor(chat.clock.now() / 1000),
        member: await showMember(chat, member),
      },
      audience: { kind: 'channel', guildId: guild.id, channelId },
    },
  ])
}
