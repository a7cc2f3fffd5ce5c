import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { refusals, sessionChanged, sessionsTopic, type Account } from '../contract/index.ts'
import { findAccountRow } from '../people/account-store.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { updateCurrentAccount } from './session-store.ts'

/** Makes another of a person's accounts the session's current one. Needs no password. */
export async function switchAccount(
  accounts: Accounts,
  session: SessionInfo,
  accountId: string,
): Promise<Account> {
  const row = await findAccountRow(accounts.database, accountId)
  if (row?.person_id !== session.personId) refuse(edgeRefusals.unknown_account)
  if (row.suspended_at !== null) refuse(refusals.account_suspended)
  await updateCurrentAccount(accounts.database, session.id, accountId)
  accounts.sessions.evictSession(session.id)
  accounts.bus.publish(sessionsTopic, sessionChanged, { sessionId: session.id })
  return openOwnAccount(accounts, row)
}
