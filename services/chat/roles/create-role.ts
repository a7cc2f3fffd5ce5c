import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { refusals, renderRole, type RoleState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { getGuildOf, requirePermission } from '../guilds/guild-access.ts'
import { withPicture } from '../pictures/with-picture.ts'
import { placeRole } from './place-role.ts'
import { roleEvent } from './role-events.ts'
import { grantable } from './role-policy.ts'

export interface RoleWish {
  readonly name?: string | undefined
  /** Those of @everyone unless said otherwise. */
  readonly permissions?: bigint | undefined
  readonly color?: number | undefined
  readonly hoist?: boolean | undefined
  readonly mentionable?: boolean | undefined
  /** Null takes it away. */
  readonly unicodeEmoji?: string | null | undefined
  /** The name of its picture. Null takes it away. */
  readonly icon?: string | null | undefined
}

/** Makes a role, below all others. */
export async function createRole(
  chat: Chat,
  by: Acting,
  wish: RoleWish & { readonly guildId: string; readonly picture?: string | null | undefined },
): Promise<RoleState> {
  const id = chat.ids.next()
  const { guildId, picture: file } = wish
  const inside = await getGuildOf(chat, by, guildId)
  requirePermission(inside, 'MANAGE_ROLES')
  const picture = { file, use: 'role_icon', guildId, owner: id, key: inside.guild.keyId } as const
  return withPicture(chat, picture, (made) => put(chat, by, { ...wish, id, icon: made?.hash ?? null }))
}

async function put(
  chat: Chat,
  by: Acting,
  wish: RoleWish & { readonly guildId: string; readonly id: string },
): Promise<RoleState> {
  const { id } = wish
  const { after } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const member = requirePermission(await members.actor(by), 'MANAGE_ROLES')
      const everyone = guild.roles.find((role) => role.id === guild.id)?.permissions ?? 0n
      const permissions = grantable(guild, member, { asked: wish.permissions ?? everyone, now: everyone })
      const role = await placeRole(chat, tx, { ...wish, id, guild, permissions, managedBy: null })
      const entry = { guild, actor: member, reason: by.reason, targetId: id }
      const changes = auditChanges(null, renderRole(role))
      await writeAuditLog(chat, tx, { ...entry, action: 'ROLE_CREATE', changes })
    },
    announce: (guild) =>
      guild.roles.filter((role) => role.id === id).map((role) => roleEvent('GUILD_ROLE_CREATE', guild, role)),
  })
  return after.roles.find((role) => role.id === id) ?? refuse(refusals.unknown_role)
}
