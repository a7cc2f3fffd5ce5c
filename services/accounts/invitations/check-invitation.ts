import type { Accounts } from '../accounts.ts'
import { indexInvitation } from './invitation-index.ts'
import { hasInvitation } from './invitation-store.ts'

/** Whether somebody could open an account with this code now. */
export async function checkInvitation(accounts: Accounts, code: string): Promise<boolean> {
  const index = await indexInvitation(accounts, code)
  return hasInvitation(accounts.database, index, new Date(accounts.clock.now()))
}
