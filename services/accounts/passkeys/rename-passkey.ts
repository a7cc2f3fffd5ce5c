import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { refusals, type Passkey } from '../contract/index.ts'
import { findPerson } from '../people/person-store.ts'
import { showPasskeys } from './list-passkeys.ts'
import { listPasskeyRows, updateName } from './passkey-store.ts'

export async function renamePasskey(
  accounts: Accounts,
  personId: string,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Passkey> {
  const [person, rows] = await Promise.all([
    findPerson(accounts.database, personId),
    listPasskeyRows(accounts.database, personId),
  ])
  const row = rows.find((one) => one.id === id)
  if (!person || !row) refuse(refusals.unknown_passkey)
  const [sealed] = await accounts.sealer.seal(catalogue.tables.passkeys, 'name', [
    { row: id, key: person.key_id, value: name },
  ])
  if (!sealed) throw new Error('the name of a passkey was not sealed')
  await updateName(accounts.database, row, Buffer.from(sealed))
  const [passkey] = await showPasskeys(accounts, [{ ...row, name: Buffer.from(sealed) }])
  return passkey ?? refuse(refusals.unknown_passkey)
}
