import type { Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { verifyAddress } from '../contacts/contact-tasks.ts'
import { isOutdated } from '../passwords/stored-hash.ts'
import type { PersonRow } from '../people/person-store.ts'
import { findForSignIn, replacePassword } from '../security/sign-in-store.ts'
import { sealPassword } from '../security/store-password.ts'

/**
 * The stored hash that a password is right for, sealed; null where it is not the person's. Takes the same time where
 * there is no such person, or no password. A hash from another system is replaced by one of ours as soon as its password
 * is known; where it was changed meanwhile, what counts now is looked at instead.
 */
export async function matchPassword(
  accounts: Accounts,
  person: PersonRow | undefined,
  password: Secret,
): Promise<Buffer | null> {
  const hashed = person ? await openHash(accounts, person) : null
  const right = await accounts.passwords.verify(hashed, password)
  if (!right) await verifyInVain(accounts, hashed, password)
  if (!right || !person || hashed === null) return null
  if (person.imported_hash === null && !isOutdated(hashed)) return person.password_hash
  const sealed = await sealPassword(accounts, { person, hashed: await accounts.passwords.hash(password) })
  if (await keepAnew(accounts, person, sealed)) return sealed
  return matchPassword(accounts, await findForSignIn(accounts.database, person.id), password)
}

/**
 * False where the person has another password by now. Whoever was imported is here for the first time with this: now they
 * are asked whether the address is read that came with them.
 */
async function keepAnew(accounts: Accounts, person: PersonRow, sealed: Buffer): Promise<boolean> {
  const { imported_hash: imported, contact, pending_contact: pending } = person
  return accounts.database.transaction(async (tx) => {
    if (!(await replacePassword(tx, person, sealed))) return false
    if (imported !== null && contact === null && pending !== null)
      await accounts.jobs.add(tx, verifyAddress, { contact: pending })
    return true
  })
}

/** The other of the two kinds of work; see `ImportedDecoy`. */
async function verifyInVain(accounts: Accounts, hashed: string | null, password: Secret): Promise<void> {
  const decoy = await accounts.decoy.get()
  if (decoy === null) return
  const isOurs = hashed === null || !isOutdated(hashed)
  await accounts.passwords.verify(isOurs ? decoy : null, password)
}

async function openHash(accounts: Accounts, person: PersonRow): Promise<string | null> {
  if (person.password_hash === null) return null
  const [hashed] = await accounts.sealer.open(catalogue.tables.persons, 'password_hash', [
    { row: person.id, sealed: person.password_hash },
  ])
  return hashed ?? null
}
