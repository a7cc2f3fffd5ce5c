import type { Connection } from '../postgres/index.ts'
import type { Catalogue } from './declaration.ts'
import { deletion, inBatches, type RowCounts } from './erasure.ts'
import { quoted } from './ownership.ts'

const dayMs = 86_400_000

/**
 * Deletes the rows whose time is over: those kept `days` after the time in a column that had passed at `now`
 * (milliseconds since 1970). In batches; answers how many went, by table, leaving out tables that lost none.
 */
export async function purgeExpired<C extends Catalogue>(
  database: Connection,
  catalogue: C,
  now: number,
): Promise<RowCounts<C>> {
  const counts: Record<string, number> = {}
  for (const table of Object.values(catalogue.tables)) {
    if (typeof table.retention !== 'object') continue
    const change = deletion(table, `${quoted(table.retention.after)} <= $1`)
    const before = new Date(now - table.retention.days * dayMs)
    const count = await inBatches(database, change, [before])
    if (count > 0) counts[table.name] = count
  }
  return counts as RowCounts<C>
}
