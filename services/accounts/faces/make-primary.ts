import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { personChanged, sessionsTopic, type Account } from '../contract/index.ts'
import { findAccountRow } from '../people/account-store.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { lockPerson, updatePrimary } from './face-store.ts'

/** Makes another of a person's accounts the primary one; the one before becomes a secondary. */
export async function makePrimary(accounts: Accounts, personId: string, accountId: string): Promise<Account> {
  await accounts.database.transaction(async (tx) => {
    await lockPerson(tx, personId)
    if (!(await updatePrimary(tx, personId, accountId))) refuse(edgeRefusals.unknown_account)
  })
  accounts.sessions.evictPerson(personId)
  accounts.bus.publish(sessionsTopic, personChanged, { personId })
  const row = await findAccountRow(accounts.database, accountId)
  if (!row) refuse(edgeRefusals.unknown_account)
  return openOwnAccount(accounts, row)
}
