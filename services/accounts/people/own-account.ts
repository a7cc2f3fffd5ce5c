import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Account, AccountKind } from '../contract/index.ts'
import type { AccountRow } from './account-store.ts'

const table = catalogue.tables.accounts

/** Opens accounts for the person whose they are. Those whose key has been destroyed are left out. */
export async function openOwnAccounts(accounts: Accounts, rows: readonly AccountRow[]): Promise<Account[]> {
  const { sealer } = accounts
  const present = <C extends 'display_name' | 'bio'>(column: C) =>
    rows.flatMap((row) => (row[column] ? [{ row: row.id, sealed: row[column] }] : []))
  const [names, shown, bios] = await Promise.all([
    sealer.open(
      table,
      'username',
      rows.map((row) => ({ row: row.id, sealed: row.username })),
    ),
    sealer.open(table, 'display_name', present('display_name')),
    sealer.open(table, 'bio', present('bio')),
  ])
  const shownOf = new Map(present('display_name').map((item, index) => [item.row, shown[index] ?? null]))
  const bioOf = new Map(present('bio').map((item, index) => [item.row, bios[index] ?? null]))
  return rows.flatMap((row, index) => {
    const username = names[index]
    if (username === null || username === undefined) return []
    return [
      {
        id: row.id,
        username,
        display_name: shownOf.get(row.id) ?? null,
        bio: bioOf.get(row.id) ?? null,
        kind: row.kind as AccountKind,
        created_at: row.created_at.toISOString(),
      },
    ]
  })
}

export async function openOwnAccount(accounts: Accounts, row: AccountRow): Promise<Account> {
  const [account] = await openOwnAccounts(accounts, [row])
  if (!account) throw new Error('the key of an account that is not erased is gone')
  return account
}
