import type { ChannelState, GuildState } from '../contract/index.ts'

/** The guild without one of its roles, which nobody has any more. The version is for `changeGuild` to set. */
export function withoutRole(guild: GuildState, { id }: { readonly id: string }): GuildState {
  const overwritten = guild.channels.some((channel) => channel.overwrites.some((one) => one.id === id))
  return {
    ...guild,
    roles: guild.roles.filter((role) => role.id !== id),
    channels: overwritten ? guild.channels.map((channel) => withoutOverwrite(channel, id)) : guild.channels,
  }
}

/** Heads live on in the object they are in, so a channel that stays as it is stays the same object. */
function withoutOverwrite(channel: ChannelState, id: string): ChannelState {
  const overwrites = channel.overwrites.filter((one) => one.id !== id)
  return overwrites.length === channel.overwrites.length ? channel : { ...channel, overwrites }
}
