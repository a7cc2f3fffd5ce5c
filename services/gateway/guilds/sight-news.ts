import type { GuildState } from '@alles/chat/contract'
import type { Frame } from '../frames/frame.ts'
import type { Session } from '../sessions/session.ts'
import type { GuildReader } from './guild-reader.ts'
import type { ChangedSight } from './reclassify.ts'
import { SightFrames } from './sight-frames.ts'

interface Parts {
  readonly guildId: string
  readonly reader: GuildReader
  readonly tell: (session: Session, frame: Frame) => void
}

/** Tells sessions what came into their sight in one guild, and what went out of it. */
export class SightNews {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async tell(guild: GuildState, changed: readonly ChangedSight[]): Promise<void> {
    const frames = new SightFrames(this.#parts.guildId)
    for (const { sessions, change } of changed)
      for (const session of sessions) {
        for (const channel of change.lost) this.#parts.tell(session, frames.lost(channel))
        for (const channel of change.gained) this.#parts.tell(session, frames.gained(channel))
      }
    await this.#listThreads(guild, changed, frames)
  }

  /** Clients forget of archived threads that they follow them: one that is awake again says so. */
  async awake(guild: GuildState, threadId: string | undefined, sessions: readonly Session[]): Promise<void> {
    const thread = guild.threads.get(threadId ?? '')
    if (!thread) return
    const { guildId, reader, tell } = this.#parts
    const frames = new SightFrames(guildId)
    const joined = await reader.joined(sessions, [thread])
    for (const session of sessions) {
      const own = joined.get(session.accountId)?.get(thread.id)
      const sees = session.guilds.get(guildId)?.sight.has(thread.parentId) === true
      if (own && sees) tell(session, frames.follows(own))
    }
  }

  /** Lists the threads of channels that came into sight. */
  async #listThreads(
    guild: GuildState,
    changed: readonly ChangedSight[],
    frames: SightFrames,
  ): Promise<void> {
    const wanted = changed.filter(({ change }) => change.listed.length > 0)
    if (wanted.length === 0) return
    const { guildId, reader, tell } = this.#parts
    const channels = new Set(wanted.flatMap(({ change }) => change.listed.map(({ id }) => id)))
    const threads = [...guild.threads.values()].filter((thread) => channels.has(thread.parentId))
    const sessions = wanted.flatMap((one) => one.sessions)
    const joined = await reader.joined(sessions, threads)
    const pairs = wanted.flatMap(({ sessions: some, change }) =>
      some.flatMap((session) => change.listed.map((channel) => ({ session, channel }))),
    )
    for (const { session, channel } of pairs) {
      const held = session.guilds.get(guildId)?.sight.get(channel.id)
      const own = joined.get(session.accountId) ?? new Map()
      if (held !== undefined) tell(session, frames.threads(guild, channel, { held, joined: own }))
    }
  }
}
