import { LRUCache } from 'lru-cache'
import type { Profile } from '@alles/accounts/contract'
import type { Database } from '@alles/platform/postgres'
import { deletedUser, renderUser, type MemberState, type User } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { listAccountsOf } from './author-store.ts'

export interface AuthorsOptions {
  readonly database: Database<Schema>
  readonly profiles: (input: { ids: readonly string[] }) => Promise<Profile[]>
}

/** Whose a reference is. */
export type Tied = Pick<MemberState, 'membershipRef' | 'accountId'>

interface Tie {
  readonly accountId: string | null
}

const mostAtOnce = 10_000
/** An announcement may be lost with the process that made it. */
const believedForMs = 5 * 60_000

/** Who stands behind membership references, former members included. */
export class Authors {
  readonly #options: AuthorsOptions
  readonly #ties = new LRUCache<string, Tie>({ max: 200_000 })
  readonly #shown = new LRUCache<string, User>({ max: 50_000, ttl: believedForMs })
  /** Counts evictions: what was asked for before one is not kept after it. */
  #evictions = 0

  constructor(options: AuthorsOptions) {
    this.#options = options
  }

  /** The account of each known reference; null where it was cut. */
  async accountsOf(refs: readonly string[]): Promise<Map<string, string | null>> {
    const known = new Map<string, string | null>()
    const missing = new Set<string>()
    for (const ref of refs) {
      const tie = this.#ties.get(ref)
      if (tie) known.set(ref, tie.accountId)
      else missing.add(ref)
    }
    if (missing.size === 0) return known
    const began = this.#evictions
    for (const [ref, accountId] of await listAccountsOf(this.#options.database, [...missing])) {
      known.set(ref, accountId)
      if (began === this.#evictions) this.#ties.set(ref, { accountId })
    }
    return known
  }

  /** The users of accounts; those that do not exist (any more) are left out. */
  async usersOfAccounts(accountIds: readonly string[]): Promise<Map<string, User>> {
    const known = new Map<string, User>()
    const missing = new Set<string>()
    for (const id of accountIds) {
      const user = this.#shown.get(id)
      if (user) known.set(id, user)
      else missing.add(id)
    }
    const ids = [...missing]
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const began = this.#evictions
      for (const profile of await this.#options.profiles({ ids: ids.slice(from, from + mostAtOnce) })) {
        const user = renderUser(profile)
        known.set(profile.id, user)
        if (began === this.#evictions) this.#shown.set(profile.id, user)
      }
    }
    return known
  }

  /**
   * The user of every reference asked for; "[deleted user]" where it was cut or is not known. `members`: those who are
   * known to be members now, whose references need not be looked up.
   */
  async users(refs: readonly string[], members: readonly Tied[] = []): Promise<Map<string, User>> {
    const tied = new Map(members.map((one) => [one.membershipRef, one.accountId]))
    const others = tied.size === 0 ? refs : refs.filter((ref) => !tied.has(ref))
    const accounts = others.length === 0 ? new Map<string, string | null>() : await this.accountsOf(others)
    for (const ref of refs) {
      const accountId = tied.get(ref)
      if (accountId !== undefined) accounts.set(ref, accountId)
    }
    const users = await this.usersOfAccounts([...accounts.values()].filter((id) => id !== null))
    // Read between the end of a profile and the cut of what was its own, a tie would outlive the erasure in memory.
    for (const [ref, accountId] of accounts)
      if (accountId !== null && !users.has(accountId)) this.#ties.delete(ref)
    return new Map(refs.map((ref) => [ref, users.get(accounts.get(ref) ?? '') ?? deletedUser(ref)]))
  }

  evict(refs: readonly string[]): void {
    this.#evictions += 1
    for (const ref of refs) this.#ties.delete(ref)
  }

  evictAll(): void {
    this.#evictions += 1
    this.#ties.clear()
    this.#shown.clear()
  }

  /** Forgets what an account looks like and, where it is `gone`, which references were its own. */
  evictAccount(accountId: string, gone: boolean): void {
    this.#evictions += 1
    this.#shown.delete(accountId)
    if (!gone) return
    for (const [ref, tie] of this.#ties.entries()) if (tie.accountId === accountId) this.#ties.delete(ref)
  }
}

export function createAuthors(options: AuthorsOptions): Authors {
  return new Authors(options)
}
