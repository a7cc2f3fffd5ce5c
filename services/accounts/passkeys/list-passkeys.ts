import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Passkey } from '../contract/index.ts'
import { listPasskeyRows, type PasskeyRow } from './passkey-store.ts'

const table = catalogue.tables.passkeys

/** What the browser is told of a passkey so that it finds it. */
export interface CredentialName {
  readonly id: string
  readonly transports: string[]
}

export async function listPasskeys(accounts: Accounts, personId: string): Promise<Passkey[]> {
  return showPasskeys(accounts, await listPasskeyRows(accounts.database, personId))
}

/** Passkeys as their owner sees them. */
export async function showPasskeys(accounts: Accounts, rows: readonly PasskeyRow[]): Promise<Passkey[]> {
  const names = await accounts.sealer.open(
    table,
    'name',
    rows.map((row) => ({ row: row.id, sealed: row.name })),
  )
  return rows.map((row, index) => ({
    id: row.id,
    name: names[index] ?? '',
    synced: row.synced,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }))
}

export async function openCredentialNames(
  accounts: Accounts,
  rows: readonly PasskeyRow[],
): Promise<CredentialName[]> {
  const [ids, transports] = await Promise.all([
    accounts.sealer.open<Buffer, typeof table>(
      table,
      'credential_id',
      rows.map((row) => ({ row: row.id, sealed: row.credential_id })),
    ),
    accounts.sealer.open<string[], typeof table>(
      table,
      'transports',
      rows.map((row) => ({ row: row.id, sealed: row.transports })),
    ),
  ])
  return ids.flatMap((id, index) =>
    id ? [{ id: id.toString('base64url'), transports: transports[index] ?? [] }] : [],
  )
}
