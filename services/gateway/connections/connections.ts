import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from './connection.ts'

/** The open sockets of this process. */
export class Connections {
  readonly #open = new Set<Connection>()
  #closing = false

  get size(): number {
    return this.#open.size
  }

  /** Whether the process is being stopped and takes nobody in. */
  get isClosing(): boolean {
    return this.#closing
  }

  add(connection: Connection): void {
    this.#open.add(connection)
  }

  remove(connection: Connection): void {
    this.#open.delete(connection)
  }

  all(): IterableIterator<Connection> {
    return this.#open.values()
  }

  /** From now on whoever comes is sent away. */
  takeNobodyIn(): void {
    this.#closing = true
  }

  /** Sends everybody away and waits until they are gone, at most `milliseconds`. */
  async close(milliseconds: number): Promise<void> {
    this.takeNobodyIn()
    for (const connection of this.#open) connection.sendAway()
    const deadline = performance.now() + milliseconds
    while (this.#open.size > 0 && performance.now() < deadline) await pause(20)
    for (const connection of this.#open) connection.terminate()
  }
}
