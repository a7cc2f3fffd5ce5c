import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { changeOf } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission } from '../guilds/guild-access.ts'
import { rolesMoved } from './role-events.ts'
import { mayReorder, reorder, type RoleMove } from './role-policy.ts'
import { updateRolePositions } from './role-store.ts'

/** Moves roles to places, 1 being the lowest above @everyone, who stays where it is. */
export async function moveRoles(
  chat: Chat,
  by: Acting,
  wish: { readonly guildId: string; readonly moves: readonly RoleMove[] },
): Promise<GuildState> {
  const { after } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const member = requirePermission(await members.actor(by), 'MANAGE_ROLES')
      for (const { id, position } of wish.moves) {
        if (!guild.roles.some((role) => role.id === id)) refuse(refusals.unknown_role)
        if (id === guild.id && position !== undefined && position !== 0) refuse(refusals.fixed_role)
      }
      const order = reorder(guild, wish.moves)
      if (!mayReorder(guild, member, order)) refuse(refusals.missing_permissions)
      await updateRolePositions(tx, guild.id, { ids: order, first: 1 })
      const entry = { guild, actor: member, reason: by.reason, action: 'ROLE_UPDATE' } as const
      for (const { id } of wish.moves) {
        const [old, now] = [guild.roles.find((role) => role.id === id)?.position, order.indexOf(id) + 1]
        const changes = [changeOf('position', old, now)]
        if (old !== now && id !== guild.id) await writeAuditLog(chat, tx, { ...entry, targetId: id, changes })
      }
      return guild
    },
    announce: (guild, before) => rolesMoved(before, guild),
  })
  return after
}
