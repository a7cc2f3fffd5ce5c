import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals, type RoleState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { requirePermission } from '../guilds/guild-access.ts'
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
}

/** Makes a role, below all others. */
export async function createRole(
  chat: Chat,
  by: Actor,
  wish: RoleWish & { readonly guildId: string },
): Promise<RoleState> {
  const id = chat.ids.next()
  const { after } = await changeGuild(chat, wish.guildId, {
    async apply(tx, guild, members) {
      const member = requirePermission(await members.actor(by), 'MANAGE_ROLES')
      const everyone = guild.roles.find((role) => role.id === guild.id)?.permissions ?? 0n
      const permissions = grantable(guild, member, { asked: wish.permissions ?? everyone, now: everyone })
      await placeRole(chat, tx, { ...wish, id, guild, permissions, managedBy: null })
    },
    announce: (guild) =>
      guild.roles.filter((role) => role.id === id).map((role) => roleEvent('GUILD_ROLE_CREATE', guild, role)),
  })
  return after.roles.find((role) => role.id === id) ?? refuse(refusals.unknown_role)
}
