const most = 120
const minute = 60_000

/** Counts what one connection sends: 120 frames in each minute, the first one starting the minute. */
export class FrameLimit {
  #began = Number.NEGATIVE_INFINITY
  #count = 0

  /** Whether one more frame may come at `now`. */
  admits(now: number): boolean {
    if (now - this.#began >= minute) {
      this.#began = now
      this.#count = 0
    }
    this.#count += 1
    return this.#count <= most
  }
}
