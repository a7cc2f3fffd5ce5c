import { maySee } from './permissions.ts'
import { renderChannel } from './render.ts'
import type { ChannelState, GuildState } from './guild-state.ts'

/** The channels a member may see, categories included. Empty for somebody from outside. */
export function visibleChannels(guild: GuildState, accountId: string): ChannelState[] {
  const member = guild.members.get(accountId)
  return member ? guild.channels.filter((channel) => maySee(guild, member, channel)) : []
}

/**
 * What a member hears when a change of roles or overwrites shows or hides channels that existed before and exist after.
 * Channels that were made or deleted have dispatches of their own.
 */
export function sightChanges(
  before: GuildState,
  after: GuildState,
  accountId: string,
): { t: 'CHANNEL_CREATE' | 'CHANNEL_DELETE'; d: object }[] {
  const saw = new Set(visibleChannels(before, accountId).map((channel) => channel.id))
  const sees = new Set(visibleChannels(after, accountId).map((channel) => channel.id))
  const existed = new Set(before.channels.map((channel) => channel.id))
  const lost = before.channels.filter(
    (channel) =>
      saw.has(channel.id) && !sees.has(channel.id) && after.channels.some((one) => one.id === channel.id),
  )
  const gained = after.channels.filter(
    (channel) => sees.has(channel.id) && !saw.has(channel.id) && existed.has(channel.id),
  )
  return [
    ...lost.map((channel) => ({ t: 'CHANNEL_DELETE' as const, d: renderChannel(before.id, channel) })),
    ...gained.map((channel) => ({ t: 'CHANNEL_CREATE' as const, d: renderChannel(after.id, channel) })),
  ]
}
