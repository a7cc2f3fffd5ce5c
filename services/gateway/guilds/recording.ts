import type { Dispatch } from '@alles/chat/contract'

/** More events than this within a hand-over make it fail. */
const mostRecorded = 20_000

/** What happened since it began: of a guild, what was done with; of an account, what was heard. */
export class Recording {
  readonly dispatches: Dispatch[] = []
  /** Whose presence in the guild changed. */
  readonly presences = new Set<string>()
  #whole = true

  add(dispatch: Dispatch): void {
    if (this.dispatches.length >= mostRecorded) this.#whole = false
    else this.dispatches.push(dispatch)
  }

  /** Whether nothing is missing from it. */
  get isWhole(): boolean {
    return this.#whole
  }

  ids(of: (dispatch: Dispatch) => boolean = () => true): string[] {
    return this.dispatches.flatMap((one) => (of(one) ? (one.id ?? []) : []))
  }

  /** What happened that another process had not done with. */
  without(done: ReadonlySet<string>): Dispatch[] {
    return this.dispatches.filter(({ id }) => id === undefined || !done.has(id))
  }
}
