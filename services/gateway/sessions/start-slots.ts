import { setImmediate as nextRound } from 'node:timers/promises'

const most = 32
const longestMs = 5

/** Lets sessions begin a few at a time, so that thousands who come at once leave time for everybody else. */
export class StartSlots {
  #free = most
  readonly #waiting: (() => void)[] = []
  #rested = performance.now()

  /** Does `work` when it is its turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  /** Called within `take`: waits for a client, who may take as long as they like, and lets others begin meanwhile. */
  async stepAside(wait: () => Promise<void>): Promise<void> {
    this.#leave()
    try {
      await wait()
    } finally {
      if (this.#free > 0) this.#free -= 1
      else await new Promise<void>((resolve) => this.#waiting.unshift(resolve))
    }
  }

  /** Called between steps: gives way to other work after 5 ms. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#rested < longestMs) return
    await nextRound()
    this.#rested = performance.now()
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free += 1
  }
}
