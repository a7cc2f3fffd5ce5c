import { LRUCache } from 'lru-cache'
import type { Sealer } from '@alles/platform/catalogue'
import type { Database } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import type { Profile } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { listProfileRows } from '../people/account-store.ts'

/** Opened profiles in memory, bounded in bytes. */
export interface ProfileDirectory {
  /** Accounts that do not exist (any more) are left out. */
  get(ids: readonly string[]): Promise<Profile[]>
  evict(id: string): void
}

interface DirectoryParts {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  /** 64 MiB unless said otherwise. */
  readonly maxBytes?: number | undefined
}

export function createProfileDirectory(parts: DirectoryParts): ProfileDirectory {
  const known = new LRUCache<string, Profile>({
    maxSize: parts.maxBytes ?? 64 * 1024 * 1024,
    sizeCalculation: bytesOf,
  })
  // An eviction while profiles are being read could be overtaken by what was read before it.
  let evictions = 0
  const read = async (ids: readonly string[]) => {
    const before = evictions
    const profiles = await openProfiles(parts, ids)
    if (evictions === before) for (const profile of profiles) known.set(profile.id, profile)
    return profiles
  }
  return {
    async get(ids) {
      const found: Profile[] = []
      const missing = new Set<string>()
      for (const id of ids) {
        const profile = known.get(id)
        if (profile) found.push(profile)
        else missing.add(id)
      }
      if (missing.size > 0) found.push(...(await read([...missing])))
      return found
    },
    evict(id) {
      evictions += 1
      known.delete(id)
    },
  }
}

/** Roughly what an entry takes: the strings, and the objects around them. */
function bytesOf(profile: Profile): number {
  return 200 + 2 * (profile.username.length + (profile.displayName?.length ?? 0))
}

async function openProfiles(parts: DirectoryParts, ids: readonly string[]): Promise<Profile[]> {
  const table = catalogue.tables.accounts
  const rows = await listProfileRows(parts.database, ids)
  const named = rows.flatMap((row) => (row.display_name ? [{ row: row.id, sealed: row.display_name }] : []))
  const [usernames, displayNames] = await Promise.all([
    parts.sealer.open(
      table,
      'username',
      rows.map((row) => ({ row: row.id, sealed: row.username })),
    ),
    parts.sealer.open(table, 'display_name', named),
  ])
  const displayNameOf = new Map(named.map((item, index) => [item.row, displayNames[index] ?? null]))
  return rows.flatMap((row, index) => {
    const username = usernames[index]
    if (username === null || username === undefined) return []
    return [{ id: row.id, username, displayName: displayNameOf.get(row.id) ?? null, bot: row.kind === 'bot' }]
  })
}
