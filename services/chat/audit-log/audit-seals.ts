import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { AuditRow } from './audit-log-store.ts'
import type { AuditDetails, AuditWords } from './show-entry.ts'

const { audit_log: table } = catalogue.tables

interface Sealable<Value> {
  readonly row: string
  readonly key: string
  readonly value: Value
}

/** Null where there is none. */
export async function sealWhy(chat: Chat, item: Sealable<string | null>): Promise<Buffer | null> {
  if (item.value === null) return null
  const [sealed] = await chat.sealer.seal(table, 'reason', [item])
  return sealed ? Buffer.from(sealed) : null
}

/** Null where there are none. */
export async function sealDetails(chat: Chat, item: Sealable<AuditDetails>): Promise<Buffer | null> {
  if (Object.keys(item.value).length === 0) return null
  const [sealed] = await chat.sealer.seal(table, 'details', [item])
  return sealed ? Buffer.from(sealed) : null
}

/** The words of rows of one guild, in order. */
export async function openWords(
  chat: Chat,
  guildId: string,
  rows: readonly AuditRow[],
): Promise<AuditWords[]> {
  const sealedIn = (column: 'reason' | 'details') =>
    rows.flatMap((row) => (row[column] ? [{ row: `${guildId}:${row.id}`, sealed: row[column] }] : []))
  const [withReason, withDetails] = [sealedIn('reason'), sealedIn('details')]
  const [reasons, details] = await Promise.all([
    chat.sealer.open(table, 'reason', withReason),
    chat.sealer.open<AuditDetails, typeof table>(table, 'details', withDetails),
  ])
  const reasonOf = new Map(withReason.map(({ row }, at) => [row, reasons[at]]))
  const detailsOf = new Map(withDetails.map(({ row }, at) => [row, details[at]]))
  return rows.map(({ id }) => ({
    reason: reasonOf.get(`${guildId}:${id}`) ?? null,
    details: detailsOf.get(`${guildId}:${id}`) ?? {},
  }))
}
