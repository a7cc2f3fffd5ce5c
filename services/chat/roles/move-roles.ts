import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
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
  by: Actor,
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
      return guild
    },
    announce: (guild, before) => rolesMoved(before, guild),
  })
  return after
}
