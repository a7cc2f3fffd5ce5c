import { isSamePresence, offline, shownPresence, type OwnPresence, type ShownPresence } from './presence.ts'

/** Who is there in one guild, by what each process says of its own sessions. */
export class GuildPresences {
  readonly #byProcess = new Map<string, Map<string, OwnPresence>>()
  readonly #shown = new Map<string, ShownPresence>()
  #version = 0

  /** Goes up with every change that can be seen. */
  get version(): number {
    return this.#version
  }

  /** How many are seen to be there. */
  get online(): number {
    return this.#shown.size
  }

  /** Whether this process is the one that tells how many there are. */
  isFirst(id: string): boolean {
    return [...this.#byProcess.keys()].every((other) => id <= other)
  }

  of(accountId: string): ShownPresence {
    return this.#shown.get(accountId) ?? offline
  }

  /** Those who are seen to be there. */
  all(): IterableIterator<[string, ShownPresence]> {
    return this.#shown.entries()
  }

  ofProcess(id: string): [string, OwnPresence][] {
    return [...(this.#byProcess.get(id) ?? [])]
  }

  /** Whether a process says that an account wants to be invisible. */
  isHidden(process: string, accountId: string): boolean {
    return this.#byProcess.get(process)?.get(accountId)?.status === 'invisible'
  }

  hiddenIn(process: string): string[] {
    const own = this.#byProcess.get(process) ?? new Map<string, OwnPresence>()
    return [...own.keys()].filter((accountId) => this.isHidden(process, accountId))
  }

  /** Notes what a process says. Answers whether others see a difference. */
  put(process: string, accountId: string, presence: OwnPresence | null): boolean {
    const own = this.#byProcess.get(process) ?? new Map<string, OwnPresence>()
    if (presence) own.set(accountId, presence)
    else own.delete(accountId)
    if (own.size > 0) this.#byProcess.set(process, own)
    else this.#byProcess.delete(process)
    return this.#lookAgain(accountId)
  }

  /** Forgets what a process said. Answers whose presence that changed. */
  forget(process: string): string[] {
    const accountIds = [...(this.#byProcess.get(process)?.keys() ?? [])]
    this.#byProcess.delete(process)
    return accountIds.filter((accountId) => this.#lookAgain(accountId))
  }

  #lookAgain(accountId: string): boolean {
    const before = this.of(accountId)
    const parts = [...this.#byProcess.values()].flatMap((own) => own.get(accountId) ?? [])
    const after = shownPresence(parts)
    if (isSamePresence(before, after)) return false
    if (after.status === 'offline') this.#shown.delete(accountId)
    else this.#shown.set(accountId, after)
    this.#version += 1
    return true
  }
}
