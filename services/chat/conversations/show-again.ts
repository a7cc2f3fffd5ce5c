import type { Chat } from '../chat.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { conversationEvents } from './conversation-events.ts'
import { updateHidden } from './conversation-store.ts'

/** Shows a direct conversation again: to one of the two, or to both of them where none is named. */
export async function showAgain(chat: Chat, guildId: string, accountId: string | null = null): Promise<void> {
  await changeGuild(chat, guildId, {
    async apply(tx, guild) {
      const hidden = guild.recipients.filter(
        (one) => one.hidden && one.present && (accountId === null || one.accountId === accountId),
      )
      for (const { membershipRef: ref } of hidden) await updateHidden(tx, guildId, { ref, hidden: false })
      return hidden.flatMap((one) => one.accountId ?? [])
    },
    announce: (guild, accountIds) => conversationEvents(chat, 'CHANNEL_CREATE', { guild, accountIds }),
  })
}
