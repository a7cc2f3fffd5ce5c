import { Refusal, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { personChanged, refusals, sessionsTopic, type Account } from '../contract/index.ts'
import { insertAccount, type AccountRow } from '../people/account-store.ts'
import { isNameConflict } from '../people/name-conflict.ts'
import { sealNewAccount } from '../people/new-account.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { findPerson } from '../people/person-store.ts'
import { hasSuspendedAccount } from '../sanctions/sanction-store.ts'
import { checkUsername } from '../usernames/check-username.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { isNameTaken } from '../usernames/username-store.ts'
import { countSecondaries, lockPerson } from './face-store.ts'

export interface NewFace {
  readonly username: string
  readonly displayName: string | null
}

/**
 * Another account of a person, with a key of its own. A name that another of theirs has, or gave up, is refused like
 * anybody's.
 */
export async function createSecondary(
  accounts: Accounts,
  personId: string,
  given: NewFace,
): Promise<Account> {
  const username = checkUsername(given.username)
  const name = await indexUsername(accounts, username)
  const now = new Date(accounts.clock.now())
  if (await isNameTaken(accounts.database, name, now)) refuse(refusals.username_taken)
  const [profileKey] = (await accounts.keys.create({ keys: [{ kind: 'profile' }] })).ids
  if (profileKey === undefined) throw new Error('the key of a new account was not made')
  const row = await sealNewAccount(accounts, {
    id: accounts.ids.blurred(),
    personId,
    kind: 'secondary',
    profileKey,
    username,
    name,
    displayName: given.displayName?.trim() || null,
  })
  try {
    await insertWithin(accounts, personId, row)
  } catch (error) {
    const isTaken = isNameConflict(error)
    if (!isTaken && !(error instanceof Refusal)) throw error
    await accounts.keys.destroy({ ids: [profileKey] })
    if (isTaken) refuse(refusals.username_taken)
    throw error
  }
  // Sessions in memory know which accounts there were.
  accounts.sessions.evictPerson(personId)
  accounts.bus.publish(sessionsTopic, personChanged, { personId })
  return openOwnAccount(accounts, row)
}

async function insertWithin(accounts: Accounts, personId: string, row: AccountRow): Promise<void> {
  const { secondary_accounts: most } = await accounts.rules.get()
  await accounts.database.transaction(async (tx) => {
    await lockPerson(tx, personId)
    const person = await findPerson(tx, personId)
    if (person?.leaving_at !== null) refuse(refusals.leaving)
    // A sanction that has not reached the others yet would not know of this one.
    if (await hasSuspendedAccount(tx, personId)) refuse(refusals.account_suspended)
    if ((await countSecondaries(tx, personId)) >= most) refuse(refusals.too_many_accounts)
    await insertAccount(tx, row)
  })
}
