import { auditActions, type AuditChange, type AuditLogEntry } from '../contract/index.ts'
import type { AuditRow } from './audit-log-store.ts'

/** What is sealed of an entry. Names no accounts. */
export interface AuditDetails {
  readonly changes?: AuditChange[]
  readonly options?: Record<string, string>
}

export interface AuditWords {
  readonly reason: string | null
  readonly details: AuditDetails
}

/** An entry on the wire. The ids are what the actor and the member are known by: null where there is nobody. */
export function showEntry(
  row: AuditRow,
  words: AuditWords,
  [actorId, memberId]: readonly [string | null, string | null],
): AuditLogEntry {
  const { changes, options } = details(row, words, { actorId, memberId })
  return {
    id: row.id,
    user_id: actorId,
    target_id: row.targetId ?? memberId,
    action_type: row.action,
    ...(changes.length > 0 && { changes }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(words.reason !== null && { reason: words.reason }),
  }
}

/** With whom it was about: nothing sealed names an account. */
function details(
  row: AuditRow,
  { details: { changes = [], options = {} } }: AuditWords,
  { actorId, memberId: about }: { readonly actorId: string | null; readonly memberId: string | null },
): Required<AuditDetails> {
  if (about === null || row.targetId === null) return { changes, options }
  if (row.action !== auditActions.GUILD_UPDATE) return { changes, options: { ...options, id: about } }
  const handover = { key: 'owner_id', old_value: actorId, new_value: about }
  return { changes: [...changes, handover], options }
}
