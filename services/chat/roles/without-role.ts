import type { ChannelState, GuildState } from '../contract/index.ts'

/** The guild without one of its roles, which nobody has any more. The version is for `changeGuild` to set. */
export function withoutRole(guild: GuildState, { id }: { readonly id: string }): GuildState {
  const overwritten = guild.channels.some((channel) => channel.overwrites.some((one) => one.id === id))
  const roles = guild.roles.filter((role) => role.id !== id)
  if (!overwritten) return { ...guild, roles }
  const threads = Array.from(guild.threads, ([key, one]) => [key, withoutOverwrite(one, id)] as const)
  return {
    ...guild,
    roles,
    channels: guild.channels.map((channel) => withoutOverwrite(channel, id)),
    threads: new Map(threads),
  }
}

/** Heads live on in the object they are in, so a channel that stays as it is stays the same object. */
function withoutOverwrite<T extends ChannelState>(channel: T, id: string): T {
  const overwrites = channel.overwrites.filter((one) => one.id !== id)
  return overwrites.length === channel.overwrites.length ? channel : { ...channel, overwrites }
}
