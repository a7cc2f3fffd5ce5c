import { Refusal, refuse, type Secret } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { refusals } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { kindOfHash } from '../passwords/stored-hash.ts'
import { indexUsername } from '../usernames/username-index.ts'
import { isNameTaken } from '../usernames/username-store.ts'
import { insertAccount, type AccountRow } from './account-store.ts'
import { sealNewAccount } from './new-account.ts'
import { insertPerson } from './person-store.ts'
import { isNameConflict } from './name-conflict.ts'

export interface NewPerson {
  /** Folded and checked; see `checkCredentials`. */
  readonly username: string
  /** Or a hash of it that another system made; see `isKnownHash`. */
  readonly password: Secret | ImportedHash
  readonly displayName: string | null
  /** An address, not yet verified; see `newContact`. */
  readonly pendingContact?: string | null
  /** Absent: now. */
  readonly createdAt?: Date
  /** Somebody decides first whether they are let in; `reason` is what they wrote for whoever does. */
  readonly waiting?: { readonly reason: string | null }
}

export interface ImportedHash {
  readonly hashed: Secret
}

export interface CreatedPerson {
  readonly personId: string
  readonly personKey: string
  readonly account: AccountRow
}

type InTransaction = (tx: Transaction<Schema>, created: CreatedPerson) => Promise<void>

/**
 * A person with a primary account. `also` runs in the same transaction and may refuse. Of two that ask for the same name
 * at once, one is refused with `username_taken`.
 */
export async function createPerson(
  accounts: Accounts,
  given: NewPerson,
  also: InTransaction = async () => {},
): Promise<CreatedPerson> {
  const name = await indexUsername(accounts, given.username)
  if (await isNameTaken(accounts.database, name, new Date(accounts.clock.now())))
    refuse(refusals.username_taken)
  const hashed = await hashOf(accounts, given.password)
  const keys = await createKeys(accounts)
  try {
    return await insertAll(
      accounts,
      { ...given, name, hashed, isImported: 'hashed' in given.password, ...keys },
      also,
    )
  } catch (error) {
    const isTaken = isNameConflict(error)
    if (!isTaken && !(error instanceof Refusal)) throw error
    await accounts.keys.destroy({ ids: [keys.personKey, keys.profileKey] })
    if (isTaken) refuse(refusals.username_taken)
    throw error
  }
}

/** Of a password that has been checked. */
async function hashOf(accounts: Accounts, password: NewPerson['password']): Promise<string> {
  return 'hashed' in password ? password.hashed.reveal() : accounts.passwords.hash(password)
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
  readonly isImported: boolean
  readonly personKey: string
  readonly profileKey: string
}

async function insertAll(accounts: Accounts, given: Prepared, also: InTransaction): Promise<CreatedPerson> {
  const personId = accounts.ids.blurred()
  const table = catalogue.tables.persons
  const { reason = null } = given.waiting ?? {}
  const item = (value: string) => [{ row: personId, key: given.personKey, value }]
  const [[sealedHash], [sealedReason], account] = await Promise.all([
    accounts.sealer.seal(table, 'password_hash', item(given.hashed)),
    accounts.sealer.seal(table, 'reason', reason === null ? [] : item(reason)),
    sealNewAccount(accounts, { ...given, id: accounts.ids.blurred(), personId, kind: 'primary' }),
  ])
  if (!sealedHash) throw new Error('a password hash was not sealed')
  if (given.createdAt) account.created_at = given.createdAt
  const created = { personId, personKey: given.personKey, account }
  await accounts.database.transaction(async (tx) => {
    await insertPerson(tx, {
      id: personId,
      key_id: given.personKey,
      password_hash: Buffer.from(sealedHash),
      created_at: account.created_at,
      imported_hash: given.isImported ? kindOfHash(given.hashed) : null,
      contact: null,
      pending_contact: given.pendingContact ?? null,
      leaving_at: null,
      waiting_since: given.waiting ? account.created_at : null,
      reason: sealedReason ? Buffer.from(sealedReason) : null,
    })
    await insertAccount(tx, account)
    await also(tx, created)
  })
  return created
}
