import { LRUCache } from 'lru-cache'
import type { Sealer } from '@alles/platform/catalogue'
import type { Database } from '@alles/platform/postgres'
import type { Profile } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { listProfileRows } from '../people/account-store.ts'
import { openProfileColumns } from './open-profile-columns.ts'

/** Opened profiles in memory, bounded in bytes. */
export interface ProfileDirectory {
  /** Accounts that do not exist (any more) are left out. */
  get(ids: readonly string[]): Promise<Profile[]>
  evict(id: string): void
  evictAll(): void
}

interface DirectoryParts {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  /** 64 MiB unless said otherwise. */
  readonly maxBytes?: number | undefined
}

/** An announcement may be lost with the process that made it. */
const believedForMs = 5 * 60_000

export function createProfileDirectory(parts: DirectoryParts): ProfileDirectory {
  const known = new LRUCache<string, Profile>({
    maxSize: parts.maxBytes ?? 64 * 1024 * 1024,
    ttl: believedForMs,
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
    evictAll() {
      evictions += 1
      known.clear()
    },
  }
}

/** Roughly what an entry takes: the strings, and the objects around them. */
function bytesOf({ username, displayName, avatar, banner }: Profile): number {
  const texts = [username, displayName, avatar, banner]
  return 300 + 2 * texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
}

async function openProfiles(parts: DirectoryParts, ids: readonly string[]): Promise<Profile[]> {
  const rows = await listProfileRows(parts.database, ids)
  const opened = await openProfileColumns(parts.sealer, rows, ['username', 'display_name'] as const)
  return rows.flatMap((row, index) => {
    const { username = null, display_name: displayName = null } = opened[index] ?? {}
    if (username === null) return []
    return [
      {
        id: row.id,
        username,
        displayName,
        avatar: row.avatar,
        banner: row.public ? row.banner : null,
        color: row.public ? row.color : null,
        bot: row.kind === 'bot',
      },
    ]
  })
}
