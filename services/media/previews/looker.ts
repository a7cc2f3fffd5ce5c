import { fork, type ChildProcess } from 'node:child_process'
import type { Ledger } from '@alles/platform/egress'
import type { Log } from '@alles/platform/log'
import { permissions } from './permissions.ts'
import type { Looked, Order, Reach, Word } from './words.ts'

/** Looks at what addresses show, in a process of its own that is started when it is needed. */
export interface Looker {
  /** Null where there is nothing to see, it takes too long, or too many wait. */
  look(url: string): Promise<Looked | null>
  stop(): void
}

export interface LookerOptions {
  /** The ledger of what leaves. */
  readonly keep: Ledger
  readonly log: Log
  readonly reach?: Reach
}

const mostAtOnce = 16
/** Two requests and the start of the process; whoever takes longer is not answering to us. */
const mostMs = 15_000
const idleMs = 60_000
const mostHeap = 128

export function createLooker(options: LookerOptions): Looker {
  return new ProcessLooker(options)
}

class ProcessLooker implements Looker {
  readonly #options: LookerOptions
  readonly #waiting = new Map<number, (looked: Looked | null) => void>()
  #child: ChildProcess | null = null
  #idle: NodeJS.Timeout | undefined
  #last = 0

  constructor(options: LookerOptions) {
    this.#options = options
  }

  async look(url: string): Promise<Looked | null> {
    if (this.#waiting.size >= mostAtOnce) return null
    clearTimeout(this.#idle)
    const { promise, resolve } = Promise.withResolvers<Looked | null>()
    const id = (this.#last += 1)
    this.#waiting.set(id, resolve)
    this.#child ??= this.#start()
    this.#send(this.#child, { id, url })
    const timer = setTimeout(() => this.stop(), mostMs)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.stop(), idleMs).unref()
    }
  }

  /** Ends the process; whoever waits sees nothing. */
  stop(): void {
    clearTimeout(this.#idle)
    this.#child?.kill('SIGKILL')
    this.#child = null
    for (const [id, resolve] of this.#waiting) {
      this.#waiting.delete(id)
      resolve(null)
    }
  }

  #start(): ChildProcess {
    const child = fork(new URL('./looking-script.ts', import.meta.url), {
      env: {},
      execArgv: [...permissions(), `--max-old-space-size=${mostHeap}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('message', (word: Word) => this.#hear(word))
    child.on('error', () => child.kill('SIGKILL'))
    child.once('exit', () => {
      if (this.#child !== child) return
      this.#options.log.warn('media.looker_gone', { count: this.#waiting.size })
      this.stop()
    })
    this.#send(child, { reach: this.#options.reach ?? {} })
    return child
  }

  #send(child: ChildProcess, order: Order): void {
    // An order that does not arrive is one whose process ends.
    child.send(order, (error) => {
      if (error) child.kill('SIGKILL')
    })
  }

  #hear(word: Word): void {
    if ('entry' in word) this.#options.keep(word.entry)
    if (!('id' in word)) return
    this.#waiting.get(word.id)?.(word.looked)
    this.#waiting.delete(word.id)
  }
}
