import type { Sealer } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import type { AutoArchiveMinutes, ChannelState, ThreadState } from '../contract/index.ts'
import type { ThreadRow } from './guild-state-store.ts'

/** Opens rows of threads. Those whose channel is gone, and which are about to be swept, are left out. */
export async function openThreads(
  sealer: Sealer,
  rows: readonly ThreadRow[],
  channels: readonly ChannelState[],
): Promise<ThreadState[]> {
  const parents = new Map(channels.map((channel) => [channel.id, channel]))
  const names = await sealer.open(
    catalogue.tables.channels,
    'name',
    rows.map((row) => ({ row: row.id, sealed: row.name })),
  )
  return rows.flatMap((row, index) => {
    const parent = parents.get(row.parent_id)
    return parent ? [openThread(row, names[index] ?? '', parent)] : []
  })
}

function openThread(row: ThreadRow, name: string, parent: ChannelState): ThreadState {
  return {
    id: row.id,
    type: row.type === 10 || row.type === 12 ? row.type : 11,
    name,
    topic: null,
    position: 0,
    parentId: parent.id,
    rateLimitPerUser: row.rate_limit_per_user,
    nsfw: parent.nsfw,
    flags: row.flags,
    threadRateLimit: 0,
    autoArchiveMinutes: null,
    forum: null,
    overwrites: parent.overwrites,
    lastMessageId: row.last_id,
    lastNumber: Number(row.last_number ?? 0),
    lastPinAt: row.last_pin_at?.getTime() ?? null,
    thread: {
      ownerId: row.owner_account ?? row.owner_ref,
      archived: row.archived,
      locked: row.locked,
      invitable: row.invitable,
      autoArchiveMinutes: autoArchive(row.auto_archive_minutes) ?? 1440,
      archivedAt: row.archived_at.getTime(),
      createdAt: row.created_at.getTime(),
      tags: row.tags,
      version: row.version,
      memberCount: row.member_count,
      uncounted: row.uncounted,
      removed: row.removed,
    },
  }
}

/** A stored number of minutes as one of those there are. */
export function autoArchive(minutes: number | null): AutoArchiveMinutes | null {
  return minutes === 60 || minutes === 1440 || minutes === 4320 || minutes === 10_080 ? minutes : null
}
