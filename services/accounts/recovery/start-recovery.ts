import type { Accounts } from '../accounts.ts'
import { sendRecovery } from '../contacts/contact-tasks.ts'
import { findLogin } from '../security/find-login.ts'

/**
 * Asks for a link to set a new password. What follows is done in a job, which is written whether or not there is anybody
 * to write to: neither the answer nor its time says.
 */
export async function startRecovery(accounts: Accounts, login: string): Promise<void> {
  const people = await findLogin(accounts, login)
  await accounts.database.transaction((tx) =>
    accounts.jobs.add(tx, sendRecovery, { personIds: people.map(({ id }) => id) }),
  )
}
