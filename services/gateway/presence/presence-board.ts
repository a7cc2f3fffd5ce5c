import type { Bus } from '@alles/platform/events'
import { gatewayTopic } from '../peers/peer-events.ts'
import type { Peers } from '../peers/peers.ts'
import { GuildPresences } from './guild-presences.ts'
import { presencesAsked, presencesTold, presenceTopic } from './presence-events.ts'
import type { OwnPresence } from './presence.ts'

const gatherMs = 100
const mostTold = 500

interface BoardParts {
  readonly bus: Bus
  readonly peers: Peers
  /** Hears whose presence others see differently in a guild. */
  readonly changed: (guildId: string, accountId: string) => void
  /** Hears that the process goes in which an account said it wants to be invisible. */
  readonly hid: (accountId: string) => void
}

interface Held {
  readonly presences: GuildPresences
  readonly unsubscribe: () => void
}

/**
 * Who is there, in the guilds that this process serves. What its own sessions make of their accounts it tells the other
 * processes that serve the guild; what those said goes with them when they stop or fall silent. Nothing is stored.
 */
export class PresenceBoard {
  readonly #parts: BoardParts
  readonly #held = new Map<string, Held>()
  readonly #untold = new Map<string, Map<string, OwnPresence | null>>()
  #planned: NodeJS.Timeout | null = null
  #stops: (() => void)[] = []

  constructor(parts: BoardParts) {
    this.#parts = parts
    parts.peers.onGone((id) => this.#forget(id))
    parts.peers.onCame((id) => this.#askAll(id))
  }

  start(): void {
    const { bus, peers } = this.#parts
    this.#stops = [
      bus.subscribe(gatewayTopic(peers.id), presencesTold, (told) => this.#hear(told)),
      bus.subscribe(gatewayTopic(peers.id), presencesAsked, ({ from, guildIds }) =>
        this.#answer(from, guildIds),
      ),
    ]
  }

  stop(): void {
    if (this.#planned) clearTimeout(this.#planned)
    for (const stop of this.#stops) stop()
    for (const guildId of this.#held.keys()) this.drop(guildId)
  }

  /** Begins to serve a guild, and asks others who is there. */
  open(guildId: string): GuildPresences {
    const known = this.#held.get(guildId)
    if (known) return known.presences
    const { bus, peers } = this.#parts
    const presences = new GuildPresences()
    const topic = presenceTopic(guildId)
    const stops = [
      bus.subscribe(topic, presencesTold, (told) => this.#hear(told)),
      bus.subscribe(topic, presencesAsked, ({ from }) => this.#answer(from, [guildId])),
    ]
    const unsubscribe = () => {
      for (const stop of stops) stop()
    }
    this.#held.set(guildId, { presences, unsubscribe })
    bus.publish(topic, presencesAsked, { from: peers.id, guildIds: [guildId] })
    return presences
  }

  drop(guildId: string): void {
    this.#held.get(guildId)?.unsubscribe()
    this.#held.delete(guildId)
    this.#untold.delete(guildId)
  }

  find(guildId: string): GuildPresences | undefined {
    return this.#held.get(guildId)?.presences
  }

  guilds(): IterableIterator<string> {
    return this.#held.keys()
  }

  /** What the sessions here make of an account in a guild; null where none of them is in it any more. */
  put(guildId: string, accountId: string, presence: OwnPresence | null): void {
    const held = this.#held.get(guildId)
    if (!held) return
    if (held.presences.put(this.#parts.peers.id, accountId, presence)) this.#parts.changed(guildId, accountId)
    const untold = this.#untold.get(guildId) ?? new Map<string, OwnPresence | null>()
    this.#untold.set(guildId, untold.set(accountId, presence))
    this.#planned ??= setTimeout(() => this.#tell(), gatherMs)
  }

  #tell(): void {
    this.#planned = null
    const { bus, peers } = this.#parts
    for (const [guildId, untold] of this.#untold)
      for (const presences of pieces([...untold]))
        bus.publish(presenceTopic(guildId), presencesTold, { from: peers.id, guildId, presences })
    this.#untold.clear()
  }

  #hear(told: { from: string; guildId: string; presences: [string, OwnPresence | null][] }): void {
    const presences = this.find(told.guildId)
    if (!presences || told.from === this.#parts.peers.id) return
    for (const [accountId, presence] of told.presences) {
      if (!presence && presences.isHidden(told.from, accountId)) this.#parts.hid(accountId)
      if (presences.put(told.from, accountId, presence)) this.#parts.changed(told.guildId, accountId)
    }
  }

  #answer(from: string, guildIds: readonly string[]): void {
    const { bus, peers } = this.#parts
    if (from === peers.id) return
    for (const guildId of guildIds)
      for (const presences of pieces(this.find(guildId)?.ofProcess(peers.id) ?? []))
        bus.publish(gatewayTopic(from), presencesTold, { from: peers.id, guildId, presences })
  }

  #forget(process: string): void {
    for (const { presences } of this.#held.values())
      for (const accountId of presences.hiddenIn(process)) this.#parts.hid(accountId)
    for (const [guildId, { presences }] of this.#held)
      for (const accountId of presences.forget(process)) this.#parts.changed(guildId, accountId)
  }

  /** One that was silent for a while: what it said has been forgotten. */
  #askAll(process: string): void {
    const { bus, peers } = this.#parts
    for (const guildIds of pieces([...this.#held.keys()]))
      bus.publish(gatewayTopic(process), presencesAsked, { from: peers.id, guildIds })
  }
}

function* pieces<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += mostTold) yield all.slice(at, at + mostTold)
}
