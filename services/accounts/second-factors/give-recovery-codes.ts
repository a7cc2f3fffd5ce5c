import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import type { Schema } from '../database/types.ts'
import { notify } from '../contacts/notify.ts'
import { codesGiven, hashRecoveryCode, newRecoveryCode } from './recovery-code.ts'
import { countRecoveryCodes, replaceRecoveryCodes } from './recovery-code-store.ts'

/** Ten new codes, which are nowhere else in clear; those before stop working. */
async function giveRecoveryCodes(
  accounts: Accounts,
  tx: Transaction<Schema>,
  personId: string,
): Promise<string[]> {
  const codes = Array.from({ length: codesGiven }, newRecoveryCode)
  const hashes = codes.flatMap((code) => hashRecoveryCode(code) ?? [])
  await replaceRecoveryCodes(tx, personId, { hashes, at: new Date(accounts.clock.now()) })
  return codes
}

/** With the first second factor; null where the person has some already. */
export async function giveFirstRecoveryCodes(
  accounts: Accounts,
  tx: Transaction<Schema>,
  personId: string,
): Promise<string[] | null> {
  return (await countRecoveryCodes(tx, personId)) > 0 ? null : giveRecoveryCodes(accounts, tx, personId)
}

/** Because the person asked; they are told by mail. */
export async function renewRecoveryCodes(accounts: Accounts, personId: string): Promise<string[]> {
  return accounts.database.transaction(async (tx) => {
    const codes = await giveRecoveryCodes(accounts, tx, personId)
    await notify(accounts, tx, {
      personId,
      content: {
        template: 'second_factor_changed',
        change: 'codes',
        at: new Date(accounts.clock.now()).toISOString(),
      },
    })
    return codes
  })
}
