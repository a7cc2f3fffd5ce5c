import type { Secret } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { PersonRow } from '../people/person-store.ts'

/** Whether a password is the person's. Takes the same time where there is no such person, and says no. */
export async function isPasswordOf(
  accounts: Accounts,
  person: PersonRow | undefined,
  password: Secret,
): Promise<boolean> {
  if (!person) return accounts.passwords.verify(null, password)
  const [hashed] = await accounts.sealer.open(catalogue.tables.persons, 'password_hash', [
    { row: person.id, sealed: person.password_hash },
  ])
  return accounts.passwords.verify(hashed ?? null, password)
}
