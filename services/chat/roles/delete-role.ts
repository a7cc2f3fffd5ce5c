import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import type { Dispatch } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { freeRole } from './role-policy.ts'
import { removeRole } from './role-store.ts'

/** Deletes a role; everybody loses it, and what channels say of it goes. */
export async function deleteRole(
  chat: Chat,
  by: Actor,
  wish: { readonly guildId: string; readonly roleId: string },
): Promise<void> {
  const { guildId, roleId } = wish
  await changeGuild(chat, guildId, {
    async apply(tx, _, members) {
      freeRole(await members.actor(by), roleId)
      await removeRole(tx, guildId, roleId)
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
