import { renderChannel, type ChannelState } from '@alles/chat/contract'
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

  gained(channel: ChannelState): Frame {
    return this.#once('CHANNEL_CREATE', channel.id, () => renderChannel(this.#guildId, channel))
  }

  lost(channel: ChannelState): Frame {
    return this.#once('CHANNEL_DELETE', channel.id, () => renderChannel(this.#guildId, channel))
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
