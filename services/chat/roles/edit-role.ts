import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { refusals, renderRole, type GuildState, type RoleState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { getGuildOf, type Inside } from '../guilds/guild-access.ts'
import { sealRoleEmoji, sealRoleName } from '../guilds/seal-text.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { withPicture } from '../pictures/with-picture.ts'
import type { RoleWish } from './create-role.ts'
import { roleEvent } from './role-events.ts'
import { grantable, manageableRole } from './role-policy.ts'
import { updateRole, type RoleChange } from './role-store.ts'

export interface RoleEdit extends RoleWish {
  readonly guildId: string
  readonly roleId: string
  /** A picture as a data address. Null takes it away. */
  readonly picture?: string | null | undefined
}

/** Changes what is given of a role. @everyone keeps its name. */
export async function editRole(chat: Chat, by: Acting, edit: RoleEdit): Promise<RoleState> {
  const { guildId, roleId, picture: file } = edit
  if (file === undefined) return apply(chat, by, edit)
  const inside = await getGuildOf(chat, by, guildId)
  manageableRole(inside, roleId)
  const picture = { file, use: 'role_icon', guildId, owner: roleId, key: inside.guild.keyId } as const
  return withPicture(chat, picture, (made) => apply(chat, by, { ...edit, icon: made?.hash ?? null }))
}

async function apply(chat: Chat, by: Acting, edit: RoleEdit): Promise<RoleState> {
  const { after } = await changeGuild(chat, edit.guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      const role = manageableRole(inside, edit.roleId)
      const now = edited(inside, role, edit)
      await updateRole(tx, role.id, await columnsOf(chat, guild, [role, now]))
      if (now.icon !== role.icon) await letGoOf(chat, tx, [role.icon])
      const changes = auditChanges(renderRole(role), renderRole(now))
      const entry = { guild, actor: inside.member, reason: by.reason, targetId: role.id, changes }
      if (changes.length > 0) await writeAuditLog(chat, tx, { ...entry, action: 'ROLE_UPDATE' })
    },
    announce: (guild) =>
      guild.roles
        .filter((role) => role.id === edit.roleId)
        .map((role) => roleEvent('GUILD_ROLE_UPDATE', guild, role)),
  })
  return after.roles.find((role) => role.id === edit.roleId) ?? refuse(refusals.unknown_role)
}

function edited({ guild, member }: Inside, role: RoleState, edit: RoleEdit): RoleState {
  const { permissions: asked } = edit
  return {
    ...role,
    name: edit.name && role.id !== guild.id ? edit.name : role.name,
    color: edit.color ?? role.color,
    hoist: edit.hoist ?? role.hoist,
    mentionable: edit.mentionable ?? role.mentionable,
    icon: edit.icon === undefined ? role.icon : edit.icon,
    unicodeEmoji: edit.unicodeEmoji === undefined ? role.unicodeEmoji : edit.unicodeEmoji,
    permissions:
      asked === undefined ? role.permissions : grantable(guild, member, { asked, now: role.permissions }),
  }
}

async function columnsOf(
  chat: Chat,
  guild: GuildState,
  [before, { name, unicodeEmoji, ...after }]: readonly [RoleState, RoleState],
): Promise<RoleChange> {
  const { permissions, color, hoist, mentionable, icon } = after
  const place = { row: `${guild.id}:${before.id}`, key: guild.keyId }
  return {
    permissions,
    color,
    hoist,
    mentionable,
    icon,
    ...(name !== before.name && { name: await sealRoleName(chat, { ...place, value: name }) }),
    ...(unicodeEmoji !== before.unicodeEmoji && {
      unicodeEmoji: await sealRoleEmoji(chat, { ...place, value: unicodeEmoji }),
    }),
  }
}
