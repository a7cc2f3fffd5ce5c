import type { Connection } from '@alles/platform/postgres'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import type { Schema } from '../database/types.ts'
import type { PersonRow } from '../people/person-store.ts'
import { updatePassword } from './sign-in-store.ts'

interface NewPassword {
  readonly person: Pick<PersonRow, 'id' | 'key_id'>
  readonly hashed: string
}

/** Keeps the hash of a person's new password. */
export async function storePassword(
  accounts: Accounts,
  on: Connection<Schema>,
  change: NewPassword,
): Promise<void> {
  await updatePassword(on, change.person.id, await sealPassword(accounts, change))
}

export async function sealPassword(accounts: Accounts, { person, hashed }: NewPassword): Promise<Buffer> {
  const [sealed] = await accounts.sealer.seal(catalogue.tables.persons, 'password_hash', [
    { row: person.id, key: person.key_id, value: hashed },
  ])
  if (!sealed) throw new Error('a password hash was not sealed')
  return Buffer.from(sealed)
}
