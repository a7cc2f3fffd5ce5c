import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type RoleState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { sealRoleName } from '../guilds/seal-text.ts'
import type { RoleWish } from './create-role.ts'
import { roleEvent } from './role-events.ts'
import { grantable, manageableRole } from './role-policy.ts'
import { updateRole } from './role-store.ts'

export interface RoleEdit extends RoleWish {
  readonly guildId: string
  readonly roleId: string
}

/** Changes what is given of a role. @everyone keeps its name. */
export async function editRole(chat: Chat, by: Actor, edit: RoleEdit): Promise<RoleState> {
  const { after } = await changeGuild(chat, edit.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      const role = manageableRole(inside, edit.roleId)
      const { permissions } = edit
      await updateRole(tx, role.id, {
        ...(await renamed(chat, [guild, role], edit.name)),
        ...(permissions !== undefined && {
          permissions: grantable(guild, inside.member, { asked: permissions, now: role.permissions }),
        }),
        ...(edit.color !== undefined && { color: edit.color }),
        ...(edit.hoist !== undefined && { hoist: edit.hoist }),
        ...(edit.mentionable !== undefined && { mentionable: edit.mentionable }),
      })
    },
    announce: (guild) =>
      guild.roles
        .filter((role) => role.id === edit.roleId)
        .map((role) => roleEvent('GUILD_ROLE_UPDATE', guild, role)),
  })
  return after.roles.find((role) => role.id === edit.roleId) ?? refuse(refusals.unknown_role)
}

async function renamed(
  chat: Chat,
  [guild, role]: readonly [GuildState, RoleState],
  name: string | undefined,
): Promise<{ name?: Buffer }> {
  if (!name || role.id === guild.id) return {}
  const item = { row: `${guild.id}:${role.id}`, key: guild.keyId, value: name }
  return { name: await sealRoleName(chat, item) }
}
