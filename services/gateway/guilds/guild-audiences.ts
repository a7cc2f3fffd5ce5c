import { dispatch, guildTopic } from '@alles/chat/contract'
import type { Gateway } from '../gateway.ts'
import type { Session } from '../sessions/session.ts'
import { GuildAudience } from './guild-audience.ts'
import type { Recording } from './recording.ts'

interface Held {
  readonly audience: GuildAudience
  readonly unsubscribe: () => void
}

/** The guilds that somebody connected here is in. */
export class GuildAudiences {
  readonly #gateway: Gateway
  readonly #held = new Map<string, Held>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  find(guildId: string): GuildAudience | undefined {
    return this.#held.get(guildId)?.audience
  }

  /** Lets a session into a guild. Resolves to whether its account is a member. */
  admit(session: Session, guildId: string): Promise<boolean> {
    return this.#open(guildId).admit(session)
  }

  /** Has what happens in a guild recorded. Gives what stops it. */
  record(guildId: string, recording: Recording): () => void {
    return this.#open(guildId).record(recording)
  }

  /** Takes a session out of all its guilds. */
  leaveAll(session: Session): void {
    for (const guildId of session.guilds.keys()) this.find(guildId)?.leave(session)
  }

  /** A profile changed: no guild may show the old one to newcomers. */
  profileChanged(accountId: string): void {
    for (const { audience } of this.#held.values()) audience.profileChanged(accountId)
  }

  /** Lets go of guilds that nobody here is in any more. */
  tidy(): void {
    for (const [guildId, { audience }] of this.#held) if (audience.isIdle) this.#drop(guildId)
  }

  close(): void {
    for (const guildId of this.#held.keys()) this.#drop(guildId)
  }

  /** Listens before it reads: nothing that happens after the reading is missed. */
  #open(guildId: string): GuildAudience {
    const known = this.find(guildId)
    if (known) return known
    this.#gateway.presences.open(guildId)
    const audience = new GuildAudience(this.#gateway, guildId)
    const unsubscribe = this.#gateway.bus.subscribe(guildTopic(guildId), dispatch, (event) =>
      audience.hear(event),
    )
    this.#held.set(guildId, { audience, unsubscribe })
    return audience
  }

  #drop(guildId: string): void {
    const held = this.#held.get(guildId)
    held?.unsubscribe()
    held?.audience.close()
    this.#gateway.presences.drop(guildId)
    this.#held.delete(guildId)
  }
}
