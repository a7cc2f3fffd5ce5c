import type { GuildState } from '../contract/index.ts'

/** Whether a member is a bot: every bot comes with a role of its own. */
export function isBot(guild: GuildState, accountId: string): boolean {
  return guild.roles.some((role) => role.botId === accountId)
}
