import type { Clearing } from '../contract/index.ts'
import type { ClearingRow } from './clearing-store.ts'

export function showClearing(row: ClearingRow | null): Clearing {
  if (!row) return { state: 'none', deleted: 0, asked_at: null, done_at: null }
  return {
    state: row.done_at === null ? 'running' : 'done',
    deleted: Number(row.deleted),
    asked_at: row.asked_at.toISOString(),
    done_at: row.done_at?.toISOString() ?? null,
  }
}
