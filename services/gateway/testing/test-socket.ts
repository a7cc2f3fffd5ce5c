import { Writable } from 'node:stream'
import type { Duplex } from 'node:stream'
import type { Packer } from '../compression/packer.ts'
import type { Close } from '../protocol/codes.ts'
import type { Outlet } from '../sessions/session.ts'
import { readFrames, type ReadFrame } from './read-frames.ts'

/** An end of a connection that takes bytes only when told to, as the socket of a slow client does. */
export class TestOutlet implements Outlet {
  readonly socket: Duplex
  packer: Packer | null = null
  isOpen = true
  closed: Close | null = null
  #slow: boolean
  #taken: Buffer[] = []
  #next: (() => void) | null = null

  constructor(slow = false) {
    this.#slow = slow
    this.socket = new Writable({
      highWaterMark: 64 * 1024,
      write: (chunk: Buffer, _encoding, done) => this.#write(chunk, done),
    }) as unknown as Duplex
  }

  close(why: Close): void {
    this.closed = why
    this.isOpen = false
  }

  release(): void {
    this.closed = null
  }

  sendAway(): void {
    this.isOpen = false
  }

  /** Everything that came out at the other end so far. */
  frames(): ReadFrame[] {
    return readFrames(Buffer.concat(this.#taken))
  }

  /** Reads what waits, and from now on everything at once. */
  read(): void {
    this.#slow = false
    const next = this.#next
    this.#next = null
    next?.()
  }

  /** What is handed over later is read later too: bytes must not have been changed meanwhile. */
  #write(chunk: Buffer, done: () => void): void {
    const take = () => {
      this.#taken.push(Buffer.from(chunk))
      done()
    }
    if (this.#slow) this.#next = take
    else take()
  }
}
