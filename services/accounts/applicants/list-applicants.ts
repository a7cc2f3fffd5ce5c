import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Applicant } from '../contract/index.ts'
import { openProfileColumns } from '../profiles/open-profile-columns.ts'
import { listApplicantRows } from './applicant-store.ts'

const mostListed = 200

/** Who waits for approval, longest first. */
export async function listApplicants(accounts: Accounts): Promise<Applicant[]> {
  const rows = await listApplicantRows(accounts.database, mostListed)
  const explained = rows.flatMap(({ id, person_id: row, reason }) =>
    reason ? [{ id, item: { row, sealed: reason } }] : [],
  )
  const [names, reasons] = await Promise.all([
    openProfileColumns(accounts.sealer, rows, ['username', 'display_name'] as const),
    accounts.sealer.open(
      catalogue.tables.persons,
      'reason',
      explained.map(({ item }) => item),
    ),
  ])
  const reasonOf = new Map(explained.map(({ id }, index) => [id, reasons[index] ?? null]))
  return rows.flatMap((row, index) => {
    const { username = null, display_name: displayName = null } = names[index] ?? {}
    if (username === null) return []
    return [
      {
        id: row.id,
        username,
        display_name: displayName,
        reason: reasonOf.get(row.id) ?? null,
        asked_at: row.waiting_since.toISOString(),
      },
    ]
  })
}
