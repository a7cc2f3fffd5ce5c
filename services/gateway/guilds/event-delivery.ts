import type { Dispatch } from '@alles/chat/contract'
import { EventFrames } from '../frames/event-frames.ts'
import type { Frame } from '../frames/frame.ts'
import { intentOf } from '../protocol/intents.ts'
import type { Session } from '../sessions/session.ts'
import type { GuildReader } from './guild-reader.ts'
import type { KnownGuild } from './known-guild.ts'
import type { PermissionClass } from './permission-class.ts'
import { chosen, reaches, subjectsOf, type Scene } from './reaches.ts'
import type { Classes } from './reclassify.ts'

interface Parts {
  readonly give: (session: Session, frame: Frame) => void
  readonly reader: GuildReader
  readonly classes: Classes
  /** The state that is judged by. */
  readonly known: () => KnownGuild | null
  /** Hears of an event right before it is given. */
  readonly giving: (dispatch: Dispatch) => void
}

const nobody: ReadonlySet<Session> = new Set()

/** Gives the events of one guild to those of its sessions that they are for. */
export class EventDelivery {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** At once, but where it happened in a thread that must be asked about first. */
  deliver(dispatch: Dispatch, except: ReadonlySet<Session> = nobody): Promise<void> | undefined {
    const place = this.#sceneOf(dispatch)
    if (!place?.unknown) return this.#give(dispatch, place, except)
    return this.#parts.reader.scene(place.channelId).then((found) => this.#give(dispatch, found, except))
  }

  /** To one session of a class. Resolves to whether the event may be known to it at all. */
  async deliverTo(session: Session, one: PermissionClass, dispatch: Dispatch): Promise<boolean> {
    const place = this.#sceneOf(dispatch)
    const guild = this.#parts.known()?.guild ?? null
    const scene = place?.unknown ? await this.#parts.reader.scene(place.channelId) : place
    if (!reaches(dispatch, one, { guild, scene })) return false
    if (chosen(dispatch, one, scene)?.has(session.accountId) === false) return false
    if (session.wants(intentOf(dispatch.t, 'guild')) || subjectsOf(dispatch).has(session.accountId))
      this.#parts.give(session, new EventFrames(dispatch).for(session))
    return true
  }

  /** Where an event happened; `unknown`: in a thread that is private or archived, or nowhere. */
  #sceneOf({ audience }: Dispatch): (Scene & { readonly unknown?: true }) | null {
    if (audience.kind !== 'channel') return null
    const { channelId, members } = audience
    if (members) return { channelId, members: new Set(members) }
    const known = this.#parts.known()
    const thread = known?.guild.threads.get(channelId)
    if (thread && thread.type !== 12) return { channelId: thread.parentId, members: null }
    const isChannel = !known || known.channelIds.has(channelId)
    return { channelId, members: null, ...(!isChannel && { unknown: true }) }
  }

  #give(dispatch: Dispatch, scene: Scene | null, except: ReadonlySet<Session>): undefined {
    this.#parts.giving(dispatch)
    const frames = new EventFrames(dispatch)
    const intent = intentOf(dispatch.t, 'guild')
    const subjects = subjectsOf(dispatch)
    const guild = this.#parts.known()?.guild ?? null
    for (const one of this.#parts.classes.values()) {
      if (!reaches(dispatch, one, { guild, scene })) continue
      const only = chosen(dispatch, one, scene)
      for (const session of one.sessions) {
        if (only && !only.has(session.accountId)) continue
        if ((session.wants(intent) || subjects.has(session.accountId)) && !except.has(session))
          this.#parts.give(session, frames.for(session))
      }
    }
  }
}
