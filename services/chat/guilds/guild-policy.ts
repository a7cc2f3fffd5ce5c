import { basePermissions, holds, permissions, type GuildState, type MemberState } from '../contract/index.ts'

/** Whether a member is a bot: every bot comes with a role of its own. */
export function isBot(guild: GuildState, accountId: string): boolean {
  return guild.roles.some((role) => role.botId === accountId)
}

/** Whom a guild passes to when its owner goes: the first administrator, else the first person. Null: nobody is left. */
export function heirOf(guild: GuildState): MemberState | null {
  const people = [...guild.members.values()].filter(
    (member) => member.accountId !== guild.ownerId && !isBot(guild, member.accountId),
  )
  const administrator = people.find((member) =>
    holds(basePermissions(guild, member), permissions.ADMINISTRATOR),
  )
  return administrator ?? people[0] ?? null
}
