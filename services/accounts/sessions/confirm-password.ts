import { refuse, type Secret } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { refusals, sessionChanged, sessionsTopic } from '../contract/index.ts'
import { findPerson } from '../people/person-store.ts'
import { isPasswordOf } from './is-password-of.ts'
import { updateProved } from './session-store.ts'
import { countTry } from './try-limit.ts'

/** Makes a session fresh. */
export async function confirmPassword(
  accounts: Accounts,
  session: SessionInfo,
  password: Secret,
): Promise<void> {
  const person = await findPerson(accounts.database, session.personId)
  const right = await countTry([[accounts.tries.names, `person:${session.personId}`]], () =>
    isPasswordOf(accounts, person, password),
  )
  if (!right) refuse(refusals.wrong_password)
  await updateProved(accounts.database, session.id, new Date(accounts.clock.now()))
  accounts.sessions.evictSession(session.id)
  accounts.bus.publish(sessionsTopic, sessionChanged, { sessionId: session.id })
}
