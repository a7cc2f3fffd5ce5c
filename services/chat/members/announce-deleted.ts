import type { Chat } from '../chat.ts'
import { deletedUser } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'

/**
 * Tells guilds and conversations that an account they knew is a "[deleted user]" now, under the id they knew it by: what they have open
 * loses its name at once. By PRESENCE_UPDATE, which in this protocol says that somebody looks different, whether a
 * member or a former one; USER_UPDATE says it of the receiver.
 */
export function announceDeleted(
  chat: Chat,
  accountId: string,
  memberships: readonly { readonly guildId: string; readonly isGuild: boolean }[],
): void {
  publish(
    chat.bus,
    memberships.map(({ guildId, isGuild }) => ({
      t: 'PRESENCE_UPDATE',
      d: {
        guild_id: guildId,
        user: deletedUser(accountId),
        status: 'offline',
        activities: [],
        client_status: {},
      },
      audience: isGuild
        ? { kind: 'guild' as const, guildId }
        : { kind: 'channel' as const, guildId, channelId: guildId },
    })),
  )
}
