import type { Acting } from '../audit-log/acting.ts'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { renderRole, type Dispatch } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { letGoOf } from '../pictures/drop-pictures.ts'
import { freeRole } from './role-policy.ts'
import { removeRole } from './role-store.ts'

/** Deletes a role; everybody loses it, and what channels say of it goes. */
export async function deleteRole(
  chat: Chat,
  by: Acting,
  wish: { readonly guildId: string; readonly roleId: string },
): Promise<void> {
  const { guildId, roleId } = wish
  await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const inside = await members.actor(by)
      const role = freeRole(inside, roleId)
      const changes = auditChanges(renderRole(role), null)
      await letGoOf(chat, tx, [role.icon])
      await removeRole(tx, guildId, roleId)
      const entry = { guild, actor: inside.member, reason: by.reason, targetId: roleId, changes }
      await writeAuditLog(chat, tx, { ...entry, action: 'ROLE_DELETE' })
    },
    touches: () => ({ structure: true, members: 'everybody' }),
    announce: () => [roleDeleted(guildId, roleId)],
  })
}

export function roleDeleted(guildId: string, roleId: string): Dispatch {
  return {
    t: 'GUILD_ROLE_DELETE',
    d: { guild_id: guildId, role_id: roleId },
    audience: { kind: 'guild', guildId },
    reshape: true,
  }
}
