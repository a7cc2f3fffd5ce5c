import type { Identity, Session } from './session.ts'

/** How many sessions of one account may wait to be resumed. */
export const mostLost = 100

/** How many sessions of one account may have a connection at a time: a person's pages, a bot's shards. */
export const mostLive = { people: 50, bots: 100 }
export const unlimited = { people: Infinity, bots: Infinity }

/** Every session of this process, by what it can be found by. */
export class Sessions {
  readonly #byId = new Map<string, Session>()
  readonly #byAccount = new Map<string, Set<Session>>()
  readonly #bySignIn = new Map<string, Set<Session>>()
  /** Those whose connection was lost, the longest lost first. */
  readonly #lost = new Map<string, Set<Session>>()
  readonly #listen: (accountId: string) => () => void
  readonly #unsubscribe = new Map<string, () => void>()

  readonly #most: typeof mostLive

  /** `listen` subscribes to what concerns one account; called while an account has sessions here. */
  constructor(listen: (accountId: string) => () => void, most = mostLive) {
    this.#listen = listen
    this.#most = most
  }

  get size(): number {
    return this.#byId.size
  }

  add(session: Session): void {
    this.#byId.set(session.id, session)
    put(this.#byAccount, session.accountId, session)
    if (session.identity.signInId !== null) put(this.#bySignIn, session.identity.signInId, session)
    if (!this.#unsubscribe.has(session.accountId))
      this.#unsubscribe.set(session.accountId, this.#listen(session.accountId))
  }

  remove(session: Session): void {
    this.#byId.delete(session.id)
    take(this.#bySignIn, session.identity.signInId ?? '', session)
    take(this.#lost, session.accountId, session)
    if (!take(this.#byAccount, session.accountId, session)) return
    this.#unsubscribe.get(session.accountId)?.()
    this.#unsubscribe.delete(session.accountId)
  }

  /**
   * A session's connection was lost. Answers the session that has waited longest for its client, where one more would be
   * too many: what they keep for resuming is memory that costs their account nothing.
   */
  lose(session: Session): Session | undefined {
    put(this.#lost, session.accountId, session)
    const lost = this.#lost.get(session.accountId) ?? new Set()
    const [first] = lost
    return lost.size > mostLost ? first : undefined
  }

  /** Whether an account has as many connected sessions as it may, those in other processes included: one more costs memory, and work with each event. */
  isFull({ accountId, bot }: Identity, elsewhere: number): boolean {
    return this.open(accountId) + elsewhere >= (bot ? this.#most.bots : this.#most.people)
  }

  /** How many connected sessions an account has here. */
  open(accountId: string): number {
    const all = this.#byAccount.get(accountId)?.size ?? 0
    return all - (this.#lost.get(accountId)?.size ?? 0)
  }

  /** A session has a connection again. */
  regain(session: Session): void {
    take(this.#lost, session.accountId, session)
  }

  find(id: string): Session | undefined {
    return this.#byId.get(id)
  }

  all(): Session[] {
    return [...this.#byId.values()]
  }

  ofAccount(accountId: string): Session[] {
    return [...(this.#byAccount.get(accountId) ?? [])]
  }

  ofSignIn(signInId: string): Session[] {
    return [...(this.#bySignIn.get(signInId) ?? [])]
  }
}

function put(index: Map<string, Set<Session>>, key: string, session: Session): void {
  const there = index.get(key)
  if (there) there.add(session)
  else index.set(key, new Set([session]))
}

/** Whether that was the last one of its key. */
function take(index: Map<string, Set<Session>>, key: string, session: Session): boolean {
  const there = index.get(key)
  there?.delete(session)
  return there?.size === 0 && index.delete(key)
}
