import { DisplayName, type ImportOutcome } from '../contract/index.ts'
import { isKnownHash } from '../passwords/stored-hash.ts'
import { foldUsername, isReservedName, isUsername } from '../usernames/username-policy.ts'

/** A line as it was read. */
export interface ImportLine {
  readonly username: string
  readonly displayName: string | null
  readonly createdAt: string | null
  readonly hashed: string
}

export interface ReadyToImport {
  /** Folded. */
  readonly username: string
  readonly displayName: string | null
  readonly createdAt: Date | null
}

/** What can be said of a line without looking at who is here: ready, or why it is passed over. */
export function judgeLine(line: ImportLine, now: number): ReadyToImport | ImportOutcome {
  const username = foldUsername(line.username)
  if (!isUsername(username)) return 'bad_username'
  if (isReservedName(username)) return 'reserved_username'
  const displayName = line.displayName?.trim() || null
  if (displayName !== null && !DisplayName.safeParse(displayName).success) return 'bad_display_name'
  if (!isKnownHash(line.hashed)) return 'unknown_hash'
  const createdAt = timeOf(line.createdAt)
  if (createdAt === 'unknown' || (createdAt?.getTime() ?? 0) > now) return 'bad_time'
  return { username, displayName, createdAt }
}

/** ISO 8601, with a date at least; null where there is none. */
function timeOf(given: string | null): Date | null | 'unknown' {
  const typed = given?.trim() ?? ''
  if (typed === '') return null
  const time = new Date(typed)
  const isTime = /^\d{4}-\d\d-\d\d/.test(typed) && !Number.isNaN(time.getTime())
  return isTime && time.getUTCFullYear() >= 1970 ? time : 'unknown'
}
