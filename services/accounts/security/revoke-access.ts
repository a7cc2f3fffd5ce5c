import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { accessRevoked } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { listAccountIds } from '../sessions/session-store.ts'

/** Takes back whatever applications were given, an event for each account: nobody learns which are one person's. */
export async function revokeAccess(
  accounts: Accounts,
  tx: Transaction<Schema>,
  personId: string,
): Promise<void> {
  for (const accountId of await listAccountIds(tx, personId))
    await accounts.jobs.emit(tx, accessRevoked, { accountId })
}
