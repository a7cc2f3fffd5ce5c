import type { Chat } from '../chat.ts'
import type { GuildState, MemberState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { roleDeleted } from '../roles/delete-role.ts'
import { removeRole } from '../roles/role-store.ts'
import { left } from './member-events.ts'
import { removeMember } from './member-store.ts'
import { withoutMember, withoutRole } from './next-members.ts'

/** Takes a member out of a guild: whom `choose` names, or refuses. A bot takes the role of its own along. */
export async function removeFromGuild(
  chat: Chat,
  guildId: string,
  choose: (guild: GuildState) => MemberState,
): Promise<void> {
  await changeGuild(chat, guildId, {
    async apply(tx, guild) {
      const member = choose(guild)
      const roles = guild.roles.filter((role) => role.botId === member.accountId)
      await removeMember(tx, guildId, member.membershipRef)
      for (const role of roles) await removeRole(tx, guildId, role.id)
      return { member, roles }
    },
    next: (before, { member, roles }) => roles.reduce(withoutRole, withoutMember(before, member.accountId)),
    announce: async (_, { member, roles }) => [
      ...(await left(chat, guildId, member)),
      ...roles.map((role) => roleDeleted(guildId, role.id)),
    ],
  })
}
