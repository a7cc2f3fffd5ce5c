import type { Session } from '../sessions/session.ts'

/** How many members one session may look at in one large guild; the one looked at first goes. */
const mostWatched = 1000

/** Whose presence is looked at by whom, in a guild that is too large to tell everybody of everybody. */
export class Watchers {
  readonly #byAccount = new Map<string, Set<Session>>()
  readonly #bySession = new Map<Session, Set<string>>()
  readonly #ofAll = new Set<Session>()

  /** Everybody, as bots with the intent get it. */
  watchAll(session: Session): void {
    this.#ofAll.add(session)
  }

  watch(session: Session, accountIds: Iterable<string>): void {
    const watched = this.#bySession.get(session) ?? new Set()
    this.#bySession.set(session, watched)
    for (const accountId of accountIds) {
      watched.add(accountId)
      const watchers = this.#byAccount.get(accountId) ?? new Set()
      this.#byAccount.set(accountId, watchers.add(session))
      const [first] = watched
      if (watched.size > mostWatched && first !== undefined) this.#unwatch(session, watched, first)
    }
  }

  /** Looks at these from now on and at nobody else. */
  watchOnly(session: Session, accountIds: Iterable<string>): void {
    const watched = this.#bySession.get(session) ?? new Set()
    for (const accountId of watched) this.#unwatch(session, watched, accountId)
    this.watch(session, accountIds)
  }

  leave(session: Session): void {
    this.watchOnly(session, [])
    this.#bySession.delete(session)
    this.#ofAll.delete(session)
  }

  /** Who looks at an account. */
  of(accountId: string): ReadonlySet<Session> {
    return this.#ofAll.union(this.#byAccount.get(accountId) ?? new Set())
  }

  #unwatch(session: Session, watched: Set<string>, accountId: string): void {
    watched.delete(accountId)
    const watchers = this.#byAccount.get(accountId)
    watchers?.delete(session)
    if (watchers?.size === 0) this.#byAccount.delete(accountId)
  }
}
