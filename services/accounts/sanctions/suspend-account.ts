import { refuse } from '@alles/platform/contract'
import { randomBelow } from '@alles/platform/ids'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { lockPerson } from '../faces/face-store.ts'
import { findById } from '../people/account-store.ts'
import { listAccountIds } from '../sessions/session-store.ts'
import { announceSanction, sanctionOne, type Sanction } from './sanction-one.ts'
import { siblingDelay } from './sanction-policy.ts'
import { sanction, sanctionKey } from './tasks.ts'

/**
 * Suspends an account at once, or takes it back; every other account of its person follows at a time of its own within
 * a day, so that nobody learns from the times which they are.
 */
export async function suspendAccount(
  accounts: Accounts,
  accountId: string,
  suspended: boolean,
): Promise<void> {
  const personId = await getPersonOf(accounts, accountId)
  const wish = { accountId, personId, suspended }
  const outcome = await accounts.database.transaction(async (tx) => {
    await lockPerson(tx, personId)
    await queueAll(accounts, tx, wish)
    return sanctionOne(accounts, tx, wish)
  })
  announceSanction(accounts, wish, outcome)
}

/** The account's own takes the place of one that waits for it. */
async function queueAll(accounts: Accounts, tx: Transaction<Schema>, wish: Sanction): Promise<void> {
  const now = accounts.clock.now()
  for (const accountId of await listAccountIds(tx, wish.personId)) {
    const due = accountId === wish.accountId ? now : now + siblingDelay(randomBelow)
    const { suspended } = wish
    const options = { at: due, key: sanctionKey(accountId) }
    await accounts.jobs.add(tx, sanction, { accountId, suspended, due }, options)
  }
}

/** The person behind an account; refuses where there is none. */
export async function getPersonOf(accounts: Accounts, accountId: string): Promise<string> {
  const account = await findById(accounts.database, accountId)
  if (!account) refuse(refusals.no_such_account)
  if (account.person_id === null) refuse(refusals.not_a_person)
  return account.person_id
}
