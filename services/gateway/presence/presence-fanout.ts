/** How long changes are gathered: the least, and the most while the process has better things to do. */
const leastMs = 250
const mostMs = 5000
/** A timer that comes so much too late says that messages wait already. */
const lateMs = 50
/** Time one round may take, in milliseconds. */
const roundMs = 5
/** More guilds' worth of changes than this is dropped: clients ask again for what they look at. */
const mostPending = 200_000

interface FanoutParts {
  /** Tells those who look at an account in a guild what it shows now. */
  readonly deliver: (guildId: string, accountId: string) => void
  /** Whether messages wait to be written. */
  readonly isBusy: () => boolean
}

/**
 * Tells of presences when there is time. Changes of an account are gathered, and what it shows in the end is told; while
 * the process is busy they wait twice as long each round. Messages never wait for them.
 */
export class PresenceFanout {
  readonly #parts: FanoutParts
  readonly #pending = new Map<string, Set<string>>()
  #size = 0
  #planned: NodeJS.Timeout | null = null
  #waitMs = leastMs
  #due = 0

  constructor(parts: FanoutParts) {
    this.#parts = parts
  }

  /** How long the next round waits, in milliseconds. */
  get waitMs(): number {
    return this.#waitMs
  }

  changed(guildId: string, accountId: string): void {
    const accounts = this.#pending.get(guildId) ?? new Set()
    if (!accounts.has(accountId)) {
      if (this.#size >= mostPending) return
      this.#size += 1
    }
    this.#pending.set(guildId, accounts.add(accountId))
    this.#plan(this.#waitMs)
  }

  /** Whose change has not been told in a guild. */
  pendingIn(guildId: string): string[] {
    return [...(this.#pending.get(guildId) ?? [])]
  }

  stop(): void {
    if (this.#planned) clearTimeout(this.#planned)
    this.#pending.clear()
  }

  #plan(milliseconds: number): void {
    if (this.#planned) return
    this.#due = performance.now() + milliseconds
    this.#planned = setTimeout(() => this.#round(), milliseconds)
  }

  #round(): void {
    this.#planned = null
    const began = performance.now()
    if (began - this.#due > lateMs || this.#parts.isBusy()) {
      this.#waitMs = Math.min(mostMs, this.#waitMs * 2)
      return this.#plan(this.#waitMs)
    }
    this.#waitMs = leastMs
    while (this.#pending.size > 0 && performance.now() - began < roundMs) this.#one()
    if (this.#pending.size > 0) this.#plan(roundMs * 4)
  }

  #one(): void {
    for (const [guildId, accounts] of this.#pending)
      for (const accountId of accounts) {
        accounts.delete(accountId)
        this.#size -= 1
        if (accounts.size === 0) this.#pending.delete(guildId)
        return this.#parts.deliver(guildId, accountId)
      }
  }
}
