import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { removeFromGuild } from '../members/remove-from-guild.ts'

export async function leaveGuild(chat: Chat, by: Actor, guildId: string): Promise<void> {
  await removeFromGuild(chat, guildId, async (guild, members) => {
    const { member } = await members.actor(by)
    return guild.ownerId === by.accountId ? refuse(refusals.owner_must_stay) : member
  })
}
