import {
  basePermissions,
  bits,
  channelPermissions,
  holds,
  maySee,
  type Permission,
} from '@alles/chat/contract'
import type { Channel, State } from './entities.ts'

/* What we may do: the rules are the chat service's own. */

/** Whether we may do all of this in a guild as a whole. */
export function mayInGuild(state: State, guildId: string, ...names: readonly Permission[]): boolean {
  const guild = state.guilds[guildId]
  const member = state.members[guildId]?.[state.me ?? '']
  return guild !== undefined && holds(basePermissions(guild, member), bits(...names))
}

/** Whether we may do all of this in a channel. */
export function mayInChannel(state: State, channelId: string, ...names: readonly Permission[]): boolean {
  const channel = state.channels[channelId]
  const guild = state.guilds[channel?.guildId ?? '']
  if (!channel || !guild) return false
  const member = state.members[guild.id]?.[state.me ?? '']
  return holds(channelPermissions(guild, member, channel), bits(...names))
}

/** How many members may read a channel; null while not all members of the guild are known. */
export function countReaders(state: Pick<State, 'guilds' | 'members'>, channel: Channel): number | null {
  const guild = state.guilds[channel.guildId]
  const members = Object.values(state.members[channel.guildId] ?? {})
  if (!guild || members.length < guild.memberCount) return null
  return members.filter((member) => maySee(guild, member, channel)).length
}
