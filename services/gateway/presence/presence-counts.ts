import type { Bus } from '@alles/platform/events'
import { presenceCounted, presenceCountsTopic } from '@alles/chat/contract'
import type { PresenceBoard } from './presence-board.ts'

const everyMs = 1000
/** How often what has not changed is said again, in rounds. */
const repeatRounds = 60
const mostTold = 1000

/** Says how many are there in each guild; of the processes that serve a guild, one says it. */
export class PresenceCounts {
  readonly #bus: Bus
  readonly #board: PresenceBoard
  readonly #self: string
  readonly #told = new Map<string, number>()
  #round = 0
  #timer: NodeJS.Timeout | null = null

  constructor(bus: Bus, board: PresenceBoard, self: string) {
    this.#bus = bus
    this.#board = board
    this.#self = self
  }

  start(): void {
    this.#timer = setInterval(() => this.#say(), everyMs)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  #say(): void {
    this.#round += 1
    const again = this.#round % repeatRounds === 0
    const counts: [string, number][] = []
    for (const guildId of this.#board.guilds()) {
      const presences = this.#board.find(guildId)
      const online = presences?.online ?? 0
      if (!presences?.isFirst(this.#self)) this.#told.delete(guildId)
      else if (again ? online > 0 : (this.#told.get(guildId) ?? 0) !== online) {
        this.#told.set(guildId, online)
        counts.push([guildId, online])
      }
    }
    for (const guildId of this.#told.keys()) if (!this.#board.find(guildId)) this.#told.delete(guildId)
    for (let at = 0; at < counts.length; at += mostTold)
      this.#bus.publish(presenceCountsTopic, presenceCounted, { counts: counts.slice(at, at + mostTold) })
  }
}
