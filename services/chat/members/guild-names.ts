import type { MemberState } from '../contract/index.ts'
import { SortedNames, type NameEntry } from './sorted-names.ts'

/** Somebody with the names they go by. */
export interface Named {
  readonly member: Pick<MemberState, 'accountId' | 'contentKeyId' | 'nick'>
  readonly profile: { readonly username: string; readonly displayName: string | null } | undefined
}

/** The names of one guild's members, as far as they have been opened. */
export class GuildNames {
  /** The `membersVersion` that is known to be right, but for those to be read again. */
  version: string
  /** Accounts up to this id have been opened. */
  reached = '0'
  isWhole = false
  readonly #sorted = new SortedNames()
  readonly #byAccount = new Map<string, readonly NameEntry[]>()
  /** Whose nickname a key sealed. */
  readonly #byKey = new Map<string, string>()
  #toRead = new Set<string>()

  constructor(version: string) {
    this.version = version
  }

  get size(): number {
    return this.#sorted.size
  }

  find(letters: string, limit: number): string[] {
    return this.#sorted.beginningWith(letters, limit)
  }

  put(all: readonly Named[]): void {
    const entries: NameEntry[] = []
    for (const { member, profile } of all) {
      const { accountId } = member
      this.#remove(accountId)
      const names = [member.nick, profile?.username, profile?.displayName].flatMap((name) =>
        name ? [name.toLowerCase()] : [],
      )
      const own = [...new Set(names)].map((name) => ({ name, accountId }))
      if (member.nick !== null) this.#byKey.set(member.contentKeyId, accountId)
      this.#byAccount.set(accountId, own)
      entries.push(...own)
    }
    this.#sorted.add(entries)
  }

  /** Somebody joined, left or is called something else: they are found once they have been read again. */
  outdate(accountIds: readonly string[]): void {
    for (const accountId of accountIds) {
      this.#remove(accountId)
      this.#toRead.add(accountId)
    }
  }

  /** As `outdate`, where the account has been read here. */
  outdateKnown(accountId: string): void {
    if (this.#byAccount.has(accountId)) this.outdate([accountId])
  }

  /** Forgets nicknames these keys sealed. */
  forgetKeys(keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const accountId = this.#byKey.get(key)
      if (accountId !== undefined) this.outdate([accountId])
    }
  }

  /** Who has to be read again; the caller does it. */
  takeOutdated(): string[] {
    const ids = [...this.#toRead]
    this.#toRead = new Set()
    return ids
  }

  #remove(accountId: string): void {
    for (const entry of this.#byAccount.get(accountId) ?? []) this.#sorted.remove(entry)
    this.#byAccount.delete(accountId)
  }
}
