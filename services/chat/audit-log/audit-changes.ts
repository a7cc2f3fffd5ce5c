import { isDeepStrictEqual } from 'node:util'
import type { AuditChange } from '../contract/index.ts'

/** What names accounts, or is no setting, or says again what another field says. */
const ignored: ReadonlySet<string> = new Set([
  'id',
  'guild_id',
  'owner_id',
  'user',
  'nick',
  'colors',
  'tags',
  'member_count',
  'message_count',
  'permission_overwrites',
  'last_message_id',
  'last_pin_timestamp',
])

/** What differs between two states of one thing as the wire has it; null where it was not there, or is not any more. */
export function auditChanges(before: object | null, after: object | null): AuditChange[] {
  const old = new Map(Object.entries(before ?? {}))
  const now = new Map(Object.entries(after ?? {}))
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !ignored.has(key) && !isDeepStrictEqual(old.get(key) ?? null, now.get(key) ?? null))
    .map((key) => changeOf(key, old.get(key), now.get(key)))
}

/** Null and undefined are values that are not there. */
export function changeOf(key: string, before: unknown, after: unknown): AuditChange {
  return {
    key,
    ...(before !== undefined && before !== null && { old_value: before as never }),
    ...(after !== undefined && after !== null && { new_value: after as never }),
  }
}
