import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { mayActOn, refusals } from '../contract/index.ts'
import { requirePermission } from '../guilds/guild-access.ts'
import { removeFromGuild } from './remove-from-guild.ts'

export async function kickMember(
  chat: Chat,
  by: Actor,
  wish: { readonly guildId: string; readonly accountId: string },
): Promise<void> {
  await removeFromGuild(chat, wish.guildId, async (guild, members) => {
    const actor = requirePermission(await members.actor(by), 'KICK_MEMBERS')
    const member = await members.get(wish.accountId)
    return mayActOn(guild, actor, member) ? member : refuse(refusals.missing_permissions)
  })
}
