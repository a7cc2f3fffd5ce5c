import { maySee, type Holder } from './permissions.ts'
import { renderChannel } from './render.ts'
import type { ChannelState, GuildState } from './guild-state.ts'

/** The channels a member may see, categories included. Empty for somebody from outside. */
export function visibleChannels(guild: GuildState, member: Holder | undefined): ChannelState[] {
  return member ? guild.channels.filter((channel) => maySee(guild, member, channel)) : []
}

/** A guild and somebody who looks at it; nobody sees anything from outside. */
export interface Sighted {
  readonly guild: GuildState
  readonly member: Holder | undefined
}

/**
 * What a member hears when a change of roles or overwrites shows or hides channels that existed before and exist after.
 * Channels that were made or deleted have dispatches of their own.
 */
export function sightChanges(
  before: Sighted,
  after: Sighted,
): { t: 'CHANNEL_CREATE' | 'CHANNEL_DELETE'; d: object }[] {
  const saw = new Set(visibleChannels(before.guild, before.member).map((channel) => channel.id))
  const sees = new Set(visibleChannels(after.guild, after.member).map((channel) => channel.id))
  const existed = new Set(before.guild.channels.map((channel) => channel.id))
  const lost = before.guild.channels.filter(
    (channel) =>
      saw.has(channel.id) &&
      !sees.has(channel.id) &&
      after.guild.channels.some((one) => one.id === channel.id),
  )
  const gained = after.guild.channels.filter(
    (channel) => sees.has(channel.id) && !saw.has(channel.id) && existed.has(channel.id),
  )
  return [
    ...lost.map((channel) => ({ t: 'CHANNEL_DELETE' as const, d: renderChannel(before.guild.id, channel) })),
    ...gained.map((channel) => ({ t: 'CHANNEL_CREATE' as const, d: renderChannel(after.guild.id, channel) })),
  ]
}
