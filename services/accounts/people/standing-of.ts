import type { Accounts } from '../accounts.ts'
import type { Standing } from '../contract/index.ts'
import { findStanding } from './person-store.ts'

/** Whether an account may act, as the database says now. */
export async function standingOf(accounts: Accounts, accountId: string): Promise<Standing> {
  const found = await findStanding(accounts.database, accountId)
  if (!found) return 'gone'
  return found.suspended ? 'suspended' : 'good'
}
