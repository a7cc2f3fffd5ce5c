import type { Secret } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { notify } from '../contacts/notify.ts'
import type { Schema } from '../database/types.ts'
import { checkNotName, checkPassword } from '../passwords/check-password.ts'
import { findPerson } from '../people/person-store.ts'
import { removeRecoveryTokens } from '../recovery/recovery-token-store.ts'
import { announceEnd } from '../sessions/announce-end.ts'
import { removeOtherSessions } from '../sessions/session-store.ts'
import { namesOf } from './names-of.ts'
import { storePassword } from './store-password.ts'

/** Sets or replaces the password; every other session ends. */
export async function setPassword(accounts: Accounts, session: SessionInfo, password: Secret): Promise<void> {
  const { personId } = session
  await checkPassword(accounts, password)
  checkNotName(password, await namesOf(accounts, personId))
  const hashed = await accounts.passwords.hash(password)
  const ended = await accounts.database.transaction(async (tx) => {
    await changePassword(accounts, tx, { personId, hashed })
    return removeOtherSessions(tx, personId, session.id)
  })
  announceEnd(accounts, ended)
}

/** What every change of a password is: links to set one stop working, and the person is told. */
export async function changePassword(
  accounts: Accounts,
  tx: Transaction<Schema>,
  { personId, hashed }: { readonly personId: string; readonly hashed: string },
): Promise<void> {
  const person = await findPerson(tx, personId)
  if (!person) throw new Error('somebody who proved who they are is not there')
  await storePassword(accounts, tx, { person, hashed })
  await removeRecoveryTokens(tx, personId)
  await notify(accounts, tx, {
    personId,
    content: { template: 'password_changed', at: new Date(accounts.clock.now()).toISOString() },
  })
}
