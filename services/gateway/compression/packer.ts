import type { Duplex } from 'node:stream'
import { frameHeader } from '../frames/frame.ts'
import type { Encoder } from './encoder.ts'

/** Writes payloads to one client's socket compressed and in order. What was given in one go is one write. */
export class Packer {
  readonly #socket: Duplex
  readonly #encoder: Encoder
  readonly #failed: (error: unknown) => void
  #waiting: Buffer[] = []
  #done: (() => void)[] = []
  #working = false
  #closed = false

  /** `failed` hears that nothing more will come of it. */
  constructor(socket: Duplex, encoder: Encoder, failed: (error: unknown) => void) {
    this.#socket = socket
    this.#encoder = encoder
    this.#failed = failed
  }

  /** Whether something is being compressed: whoever has more waits with it. */
  get isBusy(): boolean {
    return this.#working
  }

  /** Writes these after everything given before; `written` is called once they were. */
  give(payloads: readonly Buffer[], written?: () => void): void {
    if (this.#closed) return
    this.#waiting.push(...payloads)
    if (written) this.#done.push(written)
    if (this.#working) return
    this.#working = true
    this.#work().catch((error: unknown) => this.#failed(error))
  }

  /** Resolves once everything given so far was written, or never will be. */
  idle(): Promise<void> {
    if (!this.#working || this.#closed) return Promise.resolve()
    return new Promise((resolve) => this.#done.push(resolve))
  }

  /** Gives back what the compression holds. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#encoder.close()
    this.#tell()
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#closed) {
      const round = this.#waiting
      this.#waiting = []
      const parts: Buffer[] = []
      for (const payload of round) {
        const { binary, bytes } = await this.#encoder.encode(payload)
        if (this.#closed) return
        parts.push(frameHeader(binary ? 'binary' : 'text', bytes.length), bytes)
      }
      if (this.#socket.writable) this.#socket.write(Buffer.concat(parts))
    }
    this.#working = false
    this.#tell()
  }

  #tell(): void {
    const done = this.#done
    this.#done = []
    for (const one of done) one()
  }
}
