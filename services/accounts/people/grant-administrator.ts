import type { Accounts } from '../accounts.ts'
import { personChanged, sessionsTopic } from '../contract/index.ts'
import { insertAdministrator, removeAdministrator } from './person-store.ts'
import { getPersonOf } from '../sanctions/suspend-account.ts'

export async function grantAdministrator(
  accounts: Accounts,
  accountId: string,
  granted: boolean,
): Promise<void> {
  const personId = await getPersonOf(accounts, accountId)
  if (granted) await insertAdministrator(accounts.database, personId, new Date(accounts.clock.now()))
  else await removeAdministrator(accounts.database, personId)
  accounts.sessions.evictPerson(personId)
  accounts.bus.publish(sessionsTopic, personChanged, { personId })
}
