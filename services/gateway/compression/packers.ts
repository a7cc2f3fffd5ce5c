import type { Duplex } from 'node:stream'
import type { Encoder } from './encoder.ts'
import { Packer } from './packer.ts'

/** Some 400 MB of windows and tables. */
export const mostPackers = 4096

/** Hands out a bounded number of compressions: a client that gets none is sent plain text, which all of them read. */
export class Packers {
  readonly #most: number
  #open = 0

  constructor(most = mostPackers) {
    this.#most = most
  }

  /** Compresses for a socket until it closes; null where as many are open as there may be. */
  open(socket: Duplex, make: () => Encoder, failed: (error: unknown) => void): Packer | null {
    if (this.#open >= this.#most) return null
    this.#open += 1
    const packer = new Packer(socket, make(), failed)
    socket.once('close', () => {
      this.#open -= 1
      packer.close()
    })
    return packer
  }
}
