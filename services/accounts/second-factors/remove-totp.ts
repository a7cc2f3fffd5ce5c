import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import { removeTotpRow } from './totp-store.ts'

/** Turns TOTP off. Does nothing where it was not on. */
export async function removeTotp(accounts: Accounts, personId: string): Promise<void> {
  await accounts.database.transaction(async (tx) => {
    if (!(await removeTotpRow(tx, personId))) return
    const at = new Date(accounts.clock.now()).toISOString()
    await notify(accounts, tx, {
      personId,
      content: { template: 'second_factor_changed', change: 'removed', at },
    })
  })
}
