import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { mayActOn, refusals } from '../contract/index.ts'
import { requirePermission } from '../guilds/guild-access.ts'
import { removeFromGuild } from './remove-from-guild.ts'

export async function kickMember(
  chat: Chat,
  by: Acting,
  wish: { readonly guildId: string; readonly accountId: string },
): Promise<void> {
  await removeFromGuild(chat, wish.guildId, async (guild, members, tx) => {
    const actor = requirePermission(await members.actor(by), 'KICK_MEMBERS')
    const member = await members.get(wish.accountId)
    if (!mayActOn(guild, actor, member)) refuse(refusals.missing_permissions)
    await writeAuditLog(chat, tx, { guild, actor, reason: by.reason, action: 'MEMBER_KICK', member })
    return member
  })
}
