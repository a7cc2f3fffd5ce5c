import type { Output } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import type { getSecurity as call } from '../contract/index.ts'
import { listPasskeys } from '../passkeys/list-passkeys.ts'
import { findPerson } from '../people/person-store.ts'
import { countRecoveryCodes } from '../second-factors/recovery-code-store.ts'
import { findTotp } from '../second-factors/totp-store.ts'

/** How a person can prove who they are. */
export async function getSecurity(accounts: Accounts, personId: string): Promise<Output<typeof call>> {
  const { database } = accounts
  const [person, passkeys, totp, codes] = await Promise.all([
    findPerson(database, personId),
    listPasskeys(accounts, personId),
    findTotp(database, personId),
    countRecoveryCodes(database, personId),
  ])
  const since = totp?.confirmed_at?.toISOString()
  return {
    password: person?.password_hash !== null,
    passkeys,
    totp: since === undefined ? null : { since },
    recovery_codes_left: codes,
    second_factor: since !== undefined || passkeys.length > 0,
  }
}
