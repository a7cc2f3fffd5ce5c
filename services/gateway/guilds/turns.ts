type Work = () => Promise<void> | undefined

/** Does pieces of work strictly one after the other: at once while nothing is under way, which is the rule. */
export class Turns {
  readonly #failed: (error: unknown) => void
  #waiting: Work[] = []
  #busy = false

  /** `failed` hears what went wrong; the next piece is done all the same. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  get isIdle(): boolean {
    return !this.#busy
  }

  /** How many pieces wait. */
  get length(): number {
    return this.#waiting.length
  }

  take(work: Work): void {
    if (this.#busy) this.#waiting.push(work)
    else {
      const going = this.#begin(work)
      if (going) void this.#goOn(going)
    }
  }

  async #goOn(first: Promise<void>): Promise<void> {
    this.#busy = true
    await this.#finish(first)
    while (this.#waiting.length > 0) {
      const round = this.#waiting
      this.#waiting = []
      for (const work of round) {
        const going = this.#begin(work)
        if (going) await this.#finish(going)
      }
    }
    this.#busy = false
  }

  #begin(work: Work): Promise<void> | undefined {
    try {
      return work()
    } catch (error) {
      this.#failed(error)
      return undefined
    }
  }

  async #finish(going: Promise<void>): Promise<void> {
    try {
      await going
    } catch (error) {
      this.#failed(error)
    }
  }
}
