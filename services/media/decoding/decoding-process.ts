import { fork, type ChildProcess } from 'node:child_process'
import type { Order, Word } from './works.ts'

/** The process ended before it had said how an order ended. */
export class DecoderEnded extends Error {
  override name = 'DecoderEnded'
}

/** The process was killed because an order took longer than it may. */
export class DecoderTooSlow extends Error {
  override name = 'DecoderTooSlow'
}

/** For its own objects, in MB. What decoders take beside is bounded by the pixels a picture may have. */
const mostHeap = 256
const mostStartMs = 20_000

/** A process of its own that decodes, one order after the other. Once it has ended, or was killed, take another. */
export class DecodingProcess {
  readonly #child: ChildProcess
  readonly #started: Promise<Word>
  #ended = false

  constructor(script: URL) {
    this.#child = fork(script, {
      env: {},
      execArgv: [`--max-old-space-size=${mostHeap}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child.on('error', () => this.kill())
    this.#child.once('exit', () => {
      this.#ended = true
    })
    this.#started = this.#nextWord(mostStartMs)
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Throws `DecoderTooSlow` after `limitMs`, or `DecoderEnded`; in both cases it is gone. */
  async obey(order: Order, limitMs: number): Promise<Word> {
    await this.#started
    const word = this.#nextWord(limitMs)
    // An order that does not arrive is one whose process ends.
    this.#child.send(order, (error) => {
      if (error) this.kill()
    })
    return word
  }

  kill(): void {
    this.#ended = true
    this.#child.kill('SIGKILL')
  }

  #nextWord(limitMs: number): Promise<Word> {
    const { promise, resolve, reject } = Promise.withResolvers<Word>()
    const onExit = () => reject(new DecoderEnded())
    const timer = setTimeout(() => {
      this.kill()
      reject(new DecoderTooSlow())
    }, limitMs)
    this.#child.once('message', resolve)
    this.#child.once('exit', onExit)
    return promise.finally(() => {
      clearTimeout(timer)
      this.#child.off('message', resolve)
      this.#child.off('exit', onExit)
    })
  }
}
