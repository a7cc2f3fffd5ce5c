import { Refusal, refuse } from '@alles/platform/contract'
import type { Log } from '@alles/platform/log'
import { refusals } from '../contract/index.ts'
import { DecoderEnded, DecoderTooSlow, DecodingProcess } from './decoding-process.ts'
import type { Order, Word, WorkName, Works } from './works.ts'

export interface DecoderOptions {
  /** What the process runs; tests give another. */
  readonly script?: URL
  /** How long reading a file of unknown origin may take, in milliseconds; 5 s unless said otherwise. */
  readonly readMs?: number
  /** How many orders may wait; 12 unless said otherwise. */
  readonly mostWaiting?: number
}

/** Decodes and encodes pictures, one at a time, in a process of its own that is started when it is needed. */
export interface Decoder {
  /**
   * Refuses a picture that cannot be read or takes too long, and with `pictures_busy` when too many wait. Whatever
   * becomes of one order, the next is carried out.
   */
  run<Name extends WorkName>(work: Name, given: Works[Name]['given']): Promise<Works[Name]['result']>
  stop(): void
}

export function createDecoder(log: Log, options: DecoderOptions = {}): Decoder {
  return new QueuedDecoder(log, options)
}

/** Our own copies take a known time; this is for machines that are busy with other things. */
const ownCopyMs = 15_000
/** Others' pictures are shown before new ones are taken: conversions leave room in the queue. */
const conversionsShare = 0.5
const mostWaitMs = 10_000
const idleMs = 60_000
const retryAfter = 3

/** Whether it is about a file of unknown origin. */
function isForeign({ work }: Order): boolean {
  return work !== 'make' && work !== 'convert'
}

interface Waiting {
  readonly order: Order
  readonly since: number
  readonly resolve: (result: Works[WorkName]['result']) => void
  readonly reject: (error: unknown) => void
}

class QueuedDecoder implements Decoder {
  readonly #log: Log
  readonly #script: URL
  readonly #readMs: number
  readonly #mostWaiting: number
  readonly #queue: Waiting[] = []
  #process: DecodingProcess | null = null
  #idle: NodeJS.Timeout | undefined
  #working = false
  #stopped = false

  constructor(log: Log, options: DecoderOptions) {
    this.#log = log
    this.#script = options.script ?? new URL('./decoding-script.ts', import.meta.url)
    this.#readMs = options.readMs ?? 5_000
    this.#mostWaiting = options.mostWaiting ?? 12
  }

  run<Name extends WorkName>(work: Name, given: Works[Name]['given']): Promise<Works[Name]['result']> {
    const most = work === 'convert' ? this.#mostWaiting * conversionsShare : this.#mostWaiting
    if (this.#stopped || this.#queue.length >= most)
      return Promise.reject(new Refusal(refusals.pictures_busy, { retryAfter }))
    const { promise, resolve, reject } = Promise.withResolvers<Works[WorkName]['result']>()
    const order = { work, ...given } as unknown as Order
    this.#queue.push({ order, since: performance.now(), resolve, reject })
    void this.#workOff()
    return promise
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#idle)
    this.#process?.kill()
    for (const { reject } of this.#queue.splice(0)) reject(new DecoderEnded())
  }

  async #workOff(): Promise<void> {
    if (this.#working) return
    this.#working = true
    clearTimeout(this.#idle)
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#settle(next)
    this.#working = false
    this.#idle = setTimeout(() => this.#process?.kill(), idleMs).unref()
  }

  async #settle({ order, since, resolve, reject }: Waiting): Promise<void> {
    try {
      if (performance.now() - since > mostWaitMs) refuse(refusals.pictures_busy, { retryAfter })
      resolve(this.#resultOf(order, await this.#carryOut(order)))
    } catch (error) {
      reject(error)
    }
  }

  async #carryOut(order: Order): Promise<Word> {
    try {
      if (!this.#process || this.#process.ended) this.#process = new DecodingProcess(this.#script)
      return await this.#process.obey(order, isForeign(order) ? this.#readMs : ownCopyMs)
    } catch (error) {
      if (this.#stopped) throw error
      this.#log.warn('media.decoder_gone', { task: order.work, error })
      if (error instanceof DecoderTooSlow) return refuse(refusals.picture_took_too_long)
      if (error instanceof DecoderEnded && isForeign(order)) return { unreadable: 'broken_picture' }
      throw error
    }
  }

  #resultOf(order: Order, word: Word): Works[WorkName]['result'] {
    if ('result' in word) return word.result
    if ('unreadable' in word) return refuse(refusals[word.unreadable])
    throw new Error(`the decoder could not ${order.work} a picture of our own`)
  }
}
