import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Invitation } from '../contract/index.ts'
import { listInvitationRows } from './invitation-store.ts'

const mostListed = 200

/** Invitations that can still be used, newest first. */
export async function listInvitations(accounts: Accounts): Promise<Invitation[]> {
  const rows = await listInvitationRows(accounts.database, new Date(accounts.clock.now()), mostListed)
  const noted = rows.flatMap(({ id, note }) => (note ? [{ row: id, sealed: note }] : []))
  const [codes, notes] = await Promise.all([
    accounts.sealer.open(
      catalogue.tables.invitations,
      'code',
      rows.map(({ id, code }) => ({ row: id, sealed: code })),
    ),
    accounts.sealer.open(catalogue.tables.invitations, 'note', noted),
  ])
  const noteOf = new Map(noted.map(({ row }, index) => [row, notes[index] ?? null]))
  return rows.flatMap((row, index) => {
    const code = codes[index]
    // Whoever invited is being erased, and their invitations with them.
    if (code === null || code === undefined) return []
    return [
      {
        id: row.id,
        code,
        note: noteOf.get(row.id) ?? null,
        uses_left: row.uses_left,
        expires_at: row.expires_at.toISOString(),
      },
    ]
  })
}
