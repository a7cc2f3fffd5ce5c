import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'
import type { AccountRow } from './account-store.ts'
import type { PersonRow } from './person-store.ts'

/**
 * Refuses who may not sign in as an account: it is suspended, or they wait for approval; and, as if there were no such
 * account, who is being erased. To be asked only once they have proved who they are.
 */
export function requireGoodStanding(person: PersonRow, account: Pick<AccountRow, 'suspended_at'>): void {
  if (person.leaving_at !== null) refuse(refusals.wrong_credentials)
  if (account.suspended_at !== null) refuse(refusals.account_suspended)
  if (person.waiting_since !== null) refuse(refusals.awaiting_approval)
}
