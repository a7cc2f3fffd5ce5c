import type { z } from '@alles/platform/contract'
import { randomBelow } from '@alles/platform/ids'
import type { Accounts } from '../accounts.ts'
import { lockPerson } from '../faces/face-store.ts'
import { findById } from '../people/account-store.ts'
import { announceSanction, sanctionOne } from './sanction-one.ts'
import { isTooLate, siblingDelay } from './sanction-policy.ts'
import { sanction, sanctionKey } from './tasks.ts'

/** A sanction whose time has come. Where that was missed, it gets another time. Does nothing twice. */
export async function carryOutSanction(
  accounts: Accounts,
  given: z.output<typeof sanction.payload>,
): Promise<void> {
  const { accountId, suspended } = given
  const account = await findById(accounts.database, accountId)
  const personId = account?.person_id
  if (!personId) return
  const now = accounts.clock.now()
  if (isTooLate(given.due, now)) {
    const due = now + siblingDelay(randomBelow)
    return accounts.database.transaction((tx) =>
      accounts.jobs.add(tx, sanction, { ...given, due }, { at: due, key: sanctionKey(accountId) }),
    )
  }
  const wish = { accountId, personId, suspended }
  const outcome = await accounts.database.transaction(async (tx) => {
    await lockPerson(tx, personId)
    return sanctionOne(accounts, tx, wish)
  })
  announceSanction(accounts, wish, outcome)
}
