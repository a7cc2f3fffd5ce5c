import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { indexInvitation } from './invitation-index.ts'
import { takeInvitation } from './invitation-store.ts'

/** Counts one use of an invitation as part of `tx`; refuses where none is left. */
export async function useInvitation(
  accounts: Accounts,
  tx: Transaction<Schema>,
  code: string,
): Promise<void> {
  const index = await indexInvitation(accounts, code)
  if (!(await takeInvitation(tx, index, new Date(accounts.clock.now())))) refuse(refusals.invitation_required)
}
