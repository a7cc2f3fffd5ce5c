import {
  maySeeThread,
  renderChannel,
  renderThreadList,
  renderThreadMember,
  threadsByChannel,
  type ChannelState,
  type GuildState,
  type ThreadMemberState,
} from '@alles/chat/contract'
import { dispatchFrame, type Frame } from '../frames/frame.ts'

/** The frames of one change of sight, each made once. */
export class SightFrames {
  readonly #guildId: string
  readonly #made = new Map<string, Frame>()

  constructor(guildId: string) {
    this.#guildId = guildId
  }

  /** The account is no longer in the guild, or the guild is no more. */
  guildGone(): Frame {
    return this.#once('GUILD_DELETE', this.#guildId, () => ({ id: this.#guildId }))
  }

  /** The guild comes again at once. */
  guildUnavailable(): Frame {
    return this.#once('GUILD_DELETE', 'unavailable', () => ({ id: this.#guildId, unavailable: true }))
  }

  gained(channel: ChannelState): Frame {
    return this.#once('CHANNEL_CREATE', channel.id, () => renderChannel(this.#guildId, channel))
  }

  lost(channel: ChannelState): Frame {
    return this.#once('CHANNEL_DELETE', channel.id, () => renderChannel(this.#guildId, channel))
  }

  /** A channel that may be gone for good, so that nobody knows more of it. */
  lostById(channelId: string): Frame {
    return this.#once('CHANNEL_DELETE', channelId, () => ({
      id: channelId,
      guild_id: this.#guildId,
      type: 0,
    }))
  }

  /** The active threads of a channel, for somebody who holds `held` in it and follows those in `joined`. */
  threads(
    guild: GuildState,
    channel: ChannelState,
    { held, joined }: { readonly held: bigint; readonly joined: ReadonlyMap<string, ThreadMemberState> },
  ): Frame {
    const all = threadsByChannel(guild).get(channel.id) ?? []
    const threads = all.filter((thread) => maySeeThread(held, thread, joined.has(thread.id)))
    const make = () => renderThreadList(guild.id, channel.id, { threads, joined })
    const follows = threads.some((thread) => joined.has(thread.id))
    if (follows) return dispatchFrame('THREAD_LIST_SYNC', JSON.stringify(make()))
    return this.#once('THREAD_LIST_SYNC', `${channel.id} ${threads.length}`, make)
  }

  /** Somebody follows a thread that is awake again. */
  follows(member: ThreadMemberState): Frame {
    const d = { ...renderThreadMember(member), guild_id: this.#guildId }
    return dispatchFrame('THREAD_MEMBER_UPDATE', JSON.stringify(d))
  }

  #once(t: string, id: string, payload: () => object): Frame {
    const key = `${t} ${id}`
    const known = this.#made.get(key)
    if (known) return known
    const made = dispatchFrame(t, JSON.stringify(payload()))
    this.#made.set(key, made)
    return made
  }
}
