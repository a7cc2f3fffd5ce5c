import { refuse, type Secret } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { insertAccount, isNameTaken, type AccountRow } from './account-store.ts'
import { sealNewAccount } from './new-account.ts'
import { insertPerson } from './person-store.ts'
import { isNameConflict } from './name-conflict.ts'

export interface NewPerson {
  /** Folded and checked; see `checkCredentials`. */
  readonly username: string
  readonly password: Secret
  readonly displayName: string | null
}

export interface CreatedPerson {
  readonly personId: string
  readonly personKey: string
  readonly account: AccountRow
}

type InTransaction = (tx: Transaction<Schema>, created: CreatedPerson) => Promise<void>

/**
 * A person with a primary account. `also` runs in the same transaction. Of two that ask for the same name at once, one
 * is refused with `username_taken`.
 */
export async function createPerson(
  accounts: Accounts,
  given: NewPerson,
  also: InTransaction = async () => {},
): Promise<CreatedPerson> {
  const name = await indexUsername(accounts, given.username)
  if (await isNameTaken(accounts.database, name, new Date(accounts.clock.now())))
    refuse(refusals.username_taken)
  const hashed = await accounts.passwords.hash(given.password)
  const keys = await createKeys(accounts)
  try {
    return await insertAll(accounts, { ...given, name, hashed, ...keys }, also)
  } catch (error) {
    if (!isNameConflict(error)) throw error
    await accounts.keys.destroy({ ids: [keys.personKey, keys.profileKey] })
    return refuse(refusals.username_taken)
  }
}

async function createKeys(accounts: Accounts) {
  const { ids } = await accounts.keys.create({ keys: [{ kind: 'person' }, { kind: 'profile' }] })
  const [personKey, profileKey] = ids
  if (!personKey || !profileKey) throw new Error('the keys of a new person were not made')
  return { personKey, profileKey }
}

interface Prepared extends NewPerson {
  readonly name: Awaited<ReturnType<typeof indexUsername>>
  readonly hashed: string
  readonly personKey: string
  readonly profileKey: string
}

async function insertAll(accounts: Accounts, given: Prepared, also: InTransaction): Promise<CreatedPerson> {
  const personId = accounts.ids.blurred()
  const [[sealedHash], account] = await Promise.all([
    accounts.sealer.seal(catalogue.tables.persons, 'password_hash', [
      { row: personId, key: given.personKey, value: given.hashed },
    ]),
    sealNewAccount(accounts, { ...given, id: accounts.ids.blurred(), personId, kind: 'primary' }),
  ])
  if (!sealedHash) throw new Error('a password hash was not sealed')
  const created = { personId, personKey: given.personKey, account }
  await accounts.database.transaction(async (tx) => {
    await insertPerson(tx, {
      id: personId,
      key_id: given.personKey,
      password_hash: Buffer.from(sealedHash),
      created_at: account.created_at,
      suspended_at: null,
    })
    await insertAccount(tx, account)
    await also(tx, created)
  })
  return created
}
