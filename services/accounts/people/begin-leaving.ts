import type { Accounts } from '../accounts.ts'
import { updateLeaving } from './person-store.ts'

/**
 * From now on the erasure of a whole person cannot be taken back: nobody signs in as any of their accounts, and no
 * further one is opened. Sessions that are there go on until the account they act as is erased: their ends, all at one
 * moment, would tell applications which accounts belong together. Does nothing twice.
 */
export async function beginLeaving(accounts: Accounts, personId: string): Promise<void> {
  await updateLeaving(accounts.database, personId, new Date(accounts.clock.now()))
}
