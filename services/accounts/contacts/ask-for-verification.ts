import type { Accounts } from '../accounts.ts'
import { findLogin } from '../security/find-login.ts'
import { sendVerifications } from './contact-tasks.ts'

/**
 * Asks for the link that proves an address once more, for whoever cannot sign in yet or any more. What follows is done in
 * a job, which is written whether or not there is anybody to write to: neither the answer nor its time says.
 */
export async function askForVerification(accounts: Accounts, username: string): Promise<void> {
  const people = await findLogin(accounts, username)
  await accounts.database.transaction((tx) =>
    accounts.jobs.add(tx, sendVerifications, { personIds: people.map(({ id }) => id) }),
  )
}
