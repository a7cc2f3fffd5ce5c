import { channelPermissions, maySee, maySeeThread, type Holder } from './permissions.ts'
import { renderChannel, renderThread, renderThreadMember } from './render-channels.ts'
import { threadsByChannel, threadsToTell } from './thread-sight.ts'
import type { ChannelState, GuildState, ThreadMemberState, ThreadState } from './guild-state.ts'

/** The channels a member may see, categories included. Empty for somebody from outside. */
export function visibleChannels(guild: GuildState, member: Holder | undefined): ChannelState[] {
  return member ? guild.channels.filter((channel) => maySee(guild, member, channel)) : []
}

type Joined = ReadonlyMap<string, ThreadMemberState>
const none: Joined = new Map()

export interface SightDispatch {
  readonly t: 'CHANNEL_CREATE' | 'CHANNEL_DELETE' | 'THREAD_LIST_SYNC'
  readonly d: object
}

/** A guild and somebody who looks at it; nobody sees anything from outside. */
export interface Sighted {
  readonly guild: GuildState
  readonly member: Holder | undefined
}

/**
 * What a member hears when a change of roles or overwrites shows or hides channels that existed before and exist after.
 * Channels that were made or deleted have dispatches of their own. `joined`: the threads the member follows, by id.
 */
export function sightChanges(before: Sighted, after: Sighted, joined: Joined = none): SightDispatch[] {
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
    ...threadLists(before, after, joined),
  ]
}

/** Lists of threads of channels that came into sight, or whose private threads came or went. */
function threadLists(before: Sighted, after: Sighted, joined: Joined): SightDispatch[] {
  const byChannel = threadsByChannel(after.guild)
  const heldIn = ({ guild, member }: Sighted, id: string) => {
    const channel = guild.channels.find((one) => one.id === id)
    return channel ? channelPermissions(guild, member, channel) : 0n
  }
  return after.guild.channels.flatMap((channel) => {
    const threads = byChannel.get(channel.id) ?? []
    const held = { before: heldIn(before, channel.id), after: heldIn(after, channel.id) }
    if (!threadsToTell(threads, held)) return []
    const seen = threads.filter((thread) => maySeeThread(held.after, thread, joined.has(thread.id)))
    const d = renderThreadList(after.guild.id, channel.id, { threads: seen, joined })
    return [{ t: 'THREAD_LIST_SYNC' as const, d }]
  })
}

/** The active threads of one channel, as THREAD_LIST_SYNC tells somebody who follows those in `joined`. */
export function renderThreadList(
  guildId: string,
  channelId: string,
  { threads, joined }: { readonly threads: readonly ThreadState[]; readonly joined: Joined },
): object {
  return {
    guild_id: guildId,
    channel_ids: [channelId],
    threads: threads.map((thread) => renderThread(guildId, thread)),
    members: threads.flatMap((thread) => {
      const own = joined.get(thread.id)
      return own ? [renderThreadMember(own)] : []
    }),
  }
}
