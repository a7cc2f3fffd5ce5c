import type { Frame } from '../frames/frame.ts'

/** How much of what was already written to a socket is kept for resuming. */
const mostWritten = 1024
const mostFrames = 8192
const mostBytes = 2 * 1024 * 1024

/**
 * The dispatches of one session in order: those waiting to be written and, behind them, those written that the client has
 * not acknowledged. Frames are shared between sessions; each costs a reference here. Numbers count from 1.
 */
export class ReplayBuffer {
  /** A ring whose length is a power of two; empty while nothing is held. */
  #ring: (Frame | undefined)[] = []
  #first = 1
  #last = 0
  #bytes = 0

  /** The number of the oldest frame held; one above `last` when none is. */
  get first(): number {
    return this.#first
  }

  /** The number given last; 0 before the first. */
  get last(): number {
    return this.#last
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Whether everything after `sequence` is still here. */
  reaches(sequence: number): boolean {
    return sequence >= this.#first - 1 && sequence <= this.#last
  }

  /** Has the next frame that is given be of this number; while nothing is held. */
  beginAt(first: number): void {
    this.#first = first
    this.#last = first - 1
  }

  push(frame: Frame): void {
    const held = this.#last - this.#first + 1
    if (held === this.#ring.length) this.#grow(held)
    this.#last += 1
    this.#ring[this.#last & (this.#ring.length - 1)] = frame
    this.#bytes += frame.size
  }

  /** A frame that is held. */
  at(sequence: number): Frame {
    const frame = this.#ring[sequence & (this.#ring.length - 1)]
    if (!frame || sequence < this.#first || sequence > this.#last) throw new Error('this frame is not held')
    return frame
  }

  /** Lets go of everything up to `sequence`: the client has it. */
  release(sequence: number): void {
    const until = Math.min(sequence, this.#last)
    while (this.#first <= until) this.#drop()
    if (this.#first > this.#last) this.#ring = []
  }

  /** Lets go of the oldest frames until the bounds hold. What is not yet `written` stays while a client is connected. */
  trim(written: number, connected: boolean): void {
    while (this.#first <= this.#last && this.#over(written)) {
      if (connected && this.#first > written) return
      this.#drop()
    }
  }

  #over(written: number): boolean {
    return (
      written - this.#first + 1 > mostWritten ||
      this.#last - this.#first + 1 > mostFrames ||
      this.#bytes > mostBytes
    )
  }

  #drop(): void {
    const place = this.#first & (this.#ring.length - 1)
    this.#bytes -= this.#ring[place]?.size ?? 0
    this.#ring[place] = undefined
    this.#first += 1
  }

  #grow(held: number): void {
    const larger: (Frame | undefined)[] = Array.from({ length: Math.max(8, held * 2) })
    for (let sequence = this.#first; sequence <= this.#last; sequence += 1)
      larger[sequence & (larger.length - 1)] = this.#ring[sequence & (this.#ring.length - 1)]
    this.#ring = larger
  }
}
