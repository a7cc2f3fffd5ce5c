import { LRUCache } from 'lru-cache'
import type { Profile } from '@alles/accounts/contract'
import type { Database } from '@alles/platform/postgres'
import { deletedUser, renderUser, type User } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { listAccountsOf } from './author-store.ts'

/** Who stands behind membership references, former members included. */
export interface Authors {
  /** The account of each known reference; null where it was cut. */
  accountsOf(refs: readonly string[]): Promise<Map<string, string | null>>
  /** The user of every reference asked for; "[deleted user]" where it was cut or is not known. */
  users(refs: readonly string[]): Promise<Map<string, User>>
  /** The users of accounts; those that do not exist (any more) are left out. */
  usersOfAccounts(accountIds: readonly string[]): Promise<Map<string, User>>
  evict(refs: readonly string[]): void
  /** Forgets what an account looks like and, where it is `gone`, which references were its own. */
  evictAccount(accountId: string, gone: boolean): void
}

export interface AuthorsOptions {
  readonly database: Database<Schema>
  readonly profiles: (input: { ids: readonly string[] }) => Promise<Profile[]>
}

const mostAtOnce = 10_000

interface Tie {
  readonly accountId: string | null
}

export function createAuthors(options: AuthorsOptions): Authors {
  const ties = new LRUCache<string, Tie>({ max: 200_000 })
  const shown = new LRUCache<string, User>({ max: 50_000 })
  let changes = 0

  async function tiesOf(refs: readonly string[]): Promise<Map<string, string | null>> {
    const known = new Map<string, string | null>()
    const missing = new Set<string>()
    for (const ref of refs) {
      const tie = ties.get(ref)
      if (tie) known.set(ref, tie.accountId)
      else missing.add(ref)
    }
    if (missing.size === 0) return known
    const began = changes
    for (const [ref, accountId] of await listAccountsOf(options.database, [...missing])) {
      known.set(ref, accountId)
      if (began === changes) ties.set(ref, { accountId })
    }
    return known
  }

  async function usersOfAccounts(accountIds: readonly string[]): Promise<Map<string, User>> {
    const known = new Map<string, User>()
    const missing = new Set<string>()
    for (const id of accountIds) {
      const user = shown.get(id)
      if (user) known.set(id, user)
      else missing.add(id)
    }
    if (missing.size === 0) return known
    const began = changes
    const ids = [...missing]
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      for (const profile of await options.profiles({ ids: ids.slice(from, from + mostAtOnce) })) {
        const user = renderUser(profile)
        known.set(profile.id, user)
        if (began === changes) shown.set(profile.id, user)
      }
    }
    return known
  }

  return {
    accountsOf: tiesOf,
    usersOfAccounts,
    async users(refs) {
      const accounts = await tiesOf(refs)
      const ids = [...accounts.values()].filter((id) => id !== null)
      const users = await usersOfAccounts(ids)
      return new Map(
        refs.map((ref) => [ref, users.get(accounts.get(ref) ?? '') ?? deletedUser(ref)] as const),
      )
    },
    evict(refs) {
      changes += 1
      for (const ref of refs) ties.delete(ref)
    },
    evictAccount(accountId, gone) {
      changes += 1
      shown.delete(accountId)
      if (!gone) return
      for (const [ref, tie] of ties.entries()) if (tie.accountId === accountId) ties.delete(ref)
    },
  }
}
