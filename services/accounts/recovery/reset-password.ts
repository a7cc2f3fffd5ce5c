import type { Secret } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import type { Schema } from '../database/types.ts'
import { changePassword } from '../security/set-password.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { removeSessionsOf } from '../sessions/session-store.ts'

export interface Reset {
  readonly personId: string
  readonly password: Secret
  /** Uses up what proves who asks, as part of the change; refuses where it is used up already. */
  prove(tx: Transaction<Schema>): Promise<void>
}

/** Sets a password for somebody who could not sign in. Every session ends, and nobody is signed in by it. */
export async function resetPassword(accounts: Accounts, reset: Reset): Promise<void> {
  const { personId } = reset
  const hashed = await accounts.passwords.hash(reset.password)
  const ended = await accounts.database.transaction(async (tx) => {
    await reset.prove(tx)
    await changePassword(accounts, tx, { personId, hashed })
    return removeSessionsOf(tx, personId)
  })
  announceEnd(accounts, ended)
}
