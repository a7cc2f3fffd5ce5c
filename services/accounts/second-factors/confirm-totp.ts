import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import { refusals } from '../contract/index.ts'
import { giveFirstRecoveryCodes } from './give-recovery-codes.ts'
import { findTotp, updateConfirmed } from './totp-store.ts'
import { useCodeOf } from './use-totp-code.ts'

/** Turns TOTP on with its first code; answers recovery codes where the person had none. */
export async function confirmTotp(
  accounts: Accounts,
  personId: string,
  code: string,
): Promise<string[] | null> {
  const row = await findTotp(accounts.database, personId)
  if (row?.confirmed_at) refuse(refusals.totp_on)
  if (!row || !(await useCodeOf(accounts, row, code.replaceAll(/\s/g, '')))) refuse(refusals.wrong_code)
  return accounts.database.transaction(async (tx) => {
    const now = new Date(accounts.clock.now())
    if (!(await updateConfirmed(tx, personId, now))) refuse(refusals.totp_on)
    await notify(accounts, tx, {
      personId,
      content: { template: 'second_factor_changed', change: 'added', at: now.toISOString() },
    })
    return giveFirstRecoveryCodes(accounts, tx, personId)
  })
}
