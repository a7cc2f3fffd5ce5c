import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { profileChanged, profilesTopic, refusals, type Account } from '../contract/index.ts'
import { findAccountRow } from '../people/account-store.ts'
import { isNameConflict } from '../people/name-conflict.ts'
import { openOwnAccount } from '../people/own-account.ts'
import { checkUsername } from './check-username.ts'
import { indexUsername } from './username-index.ts'
import { reservedForMs, usernameChangesAt } from './username-policy.ts'
import {
  isNameTakenFor,
  lockAccountRow,
  releaseName,
  reserveNameFor,
  updateUsername,
} from './username-store.ts'

/**
 * Gives an account another username. Nobody else gets the old one for 90 days; the account itself may take it back.
 * To ask for the name it has changes nothing.
 */
export async function changeUsername(
  accounts: Accounts,
  accountId: string,
  wished: string,
): Promise<Account> {
  const username = checkUsername(wished)
  const prepared = await prepare(accounts, accountId, username)
  try {
    await accounts.database.transaction((tx) => change(accounts, tx, prepared))
  } catch (error) {
    if (isNameConflict(error)) refuse(refusals.username_taken)
    throw error
  }
  accounts.directory.evict(accountId)
  accounts.bus.publish(profilesTopic, profileChanged, { accountId, gone: false })
  const row = await findAccountRow(accounts.database, accountId)
  if (!row) refuse(edgeRefusals.unknown_account)
  return openOwnAccount(accounts, row)
}

type Prepared = Awaited<ReturnType<typeof prepare>>

async function prepare(accounts: Accounts, accountId: string, username: string) {
  const row = await findAccountRow(accounts.database, accountId)
  if (!row) refuse(edgeRefusals.unknown_account)
  const [name, [sealed]] = await Promise.all([
    indexUsername(accounts, username),
    accounts.sealer.seal(catalogue.tables.accounts, 'username', [
      { row: accountId, key: row.profile_key_id, value: username },
    ]),
  ])
  if (!sealed) throw new Error('a username was not sealed')
  return { accountId, name, sealed: Buffer.from(sealed) }
}

async function change(
  accounts: Accounts,
  tx: Parameters<typeof lockAccountRow>[0],
  { accountId, name, sealed }: Prepared,
): Promise<void> {
  const before = await lockAccountRow(tx, accountId)
  if (!before) refuse(edgeRefusals.unknown_account)
  if (before.username_index.equals(name.exact)) return
  const now = accounts.clock.now()
  if (usernameChangesAt(before.username_changed_at, now)) refuse(refusals.username_changed_lately)
  if (await isNameTakenFor(tx, name, { accountId, now: new Date(now) })) refuse(refusals.username_taken)
  await updateUsername(tx, accountId, {
    username: sealed,
    username_index: name.exact,
    username_skeleton: name.skeleton,
    username_changed_at: new Date(now),
  })
  await releaseName(tx, name.skeleton)
  if (before.username_skeleton.equals(name.skeleton)) return
  await reserveNameFor(tx, before.username_skeleton, { accountId, until: new Date(now + reservedForMs) })
}
