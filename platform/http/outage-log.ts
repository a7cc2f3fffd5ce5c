import type { Log } from '../log/index.ts'

interface Met {
  readonly route: string
  readonly request_id?: string
  readonly error: unknown
}

const quietMs = 1000

/**
 * Tells the log that the database cannot be reached: at once, and then once a second at most with how many requests met
 * it since, because every request does.
 */
export class OutageLog {
  readonly #log: Log
  #last: Met | null = null
  #count = 0
  #quiet = false

  constructor(log: Log) {
    this.#log = log
  }

  met(request: Met): void {
    this.#last = request
    this.#count += 1
    if (!this.#quiet) this.#tell()
  }

  #tell(): void {
    if (!this.#last) return
    this.#log.warn('http.unavailable', { ...this.#last, count: this.#count })
    this.#last = null
    this.#count = 0
    this.#quiet = true
    setTimeout(() => {
      this.#quiet = false
      this.#tell()
    }, quietMs).unref()
  }
}
