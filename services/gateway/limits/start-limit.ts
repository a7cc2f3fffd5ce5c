/** How often a bot may identify. https://docs.discord.com/developers/events/gateway#session-start-limit-object */
export const startsADay = 1000
/** How many sessions an account may begin in five seconds. */
export const startsAtOnce = 16
/** People open many pages at once and never thousands. */
export const startsOfPeople = 100

const dayMs = 24 * 3_600_000
const momentMs = 5000
const minuteMs = 60_000

export interface Counted {
  readonly accountId: string
  readonly bot: boolean
  readonly count: number
}

/** `later`: too many at once, try again soon. `never`: too many today. */
export type Verdict = 'begin' | 'later' | 'never'

interface Window {
  since: number
  count: number
}

/** Windows of one length by account; one begins with the first count. */
class Windows {
  readonly #ms: number
  readonly #byAccount = new Map<string, Window>()

  constructor(ms: number) {
    this.#ms = ms
  }

  at(accountId: string, now: number): Window {
    const known = this.#byAccount.get(accountId)
    if (known && now - known.since < this.#ms) return known
    return { since: now, count: 0 }
  }

  add(accountId: string, count: number, now: number): void {
    const window = this.at(accountId, now)
    window.count += count
    this.#byAccount.set(accountId, window)
  }

  /** Another process counted more, or began earlier. */
  learn(accountId: string, told: Window, now: number): void {
    if (now - told.since >= this.#ms) return
    const window = this.at(accountId, now)
    const since = Math.min(window.since, told.since)
    this.#byAccount.set(accountId, { since, count: Math.max(window.count, told.count) })
  }

  resetAfter(accountId: string, now: number): number {
    const known = this.#byAccount.get(accountId)
    return known ? Math.max(0, known.since + this.#ms - now) : 0
  }

  tidy(now: number): void {
    for (const [accountId, { since }] of this.#byAccount)
      if (now - since >= this.#ms) this.#byAccount.delete(accountId)
  }

  all(): IterableIterator<[string, Window]> {
    return this.#byAccount.entries()
  }
}

/** Counts how many sessions accounts begin, in all processes together. In memory: a restart of all forgets it. */
export class StartLimit {
  /** Of bots. */
  readonly days = new Windows(dayMs)
  readonly #moments = new Windows(momentMs)
  readonly #minutes = new Windows(minuteMs)

  /** Whether an account may begin one more now. */
  judge(accountId: string, bot: boolean, now: number): Verdict {
    if (!bot) return this.#minutes.at(accountId, now).count >= startsOfPeople ? 'later' : 'begin'
    if (this.days.at(accountId, now).count >= startsADay) return 'never'
    return this.#moments.at(accountId, now).count >= startsAtOnce ? 'later' : 'begin'
  }

  /** An account began sessions, here or elsewhere. */
  count({ accountId, bot, count }: Counted, now: number): void {
    for (const windows of bot ? [this.days, this.#moments] : [this.#minutes])
      windows.add(accountId, count, now)
  }

  /** What a bot is told of it: https://docs.discord.com/developers/events/gateway#get-gateway-bot */
  told(accountId: string, now: number) {
    return {
      total: startsADay,
      remaining: Math.max(0, startsADay - this.days.at(accountId, now).count),
      reset_after: this.days.resetAfter(accountId, now),
      max_concurrency: startsAtOnce,
    }
  }

  tidy(now: number): void {
    for (const windows of [this.days, this.#moments, this.#minutes]) windows.tidy(now)
  }
}
