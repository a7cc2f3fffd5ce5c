import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { refusals } from '../contract/index.ts'
import { findPerson } from '../people/person-store.ts'
import { namesOf } from '../security/names-of.ts'
import { describeTotp, newTotpSecret } from './totp.ts'
import { insertTotp } from './totp-store.ts'

/** A new secret, which counts once it is confirmed. */
export async function startTotp(
  accounts: Accounts,
  personId: string,
): Promise<{ secret: string; uri: string }> {
  const person = await findPerson(accounts.database, personId)
  if (!person) throw new Error('somebody who is signed in is not there')
  const secret = newTotpSecret()
  const [sealed] = await accounts.sealer.seal(catalogue.tables.totp_secrets, 'secret', [
    { row: personId, key: person.key_id, value: secret },
  ])
  if (!sealed) throw new Error('a secret was not sealed')
  const isNew = await insertTotp(accounts.database, {
    person_id: personId,
    secret: Buffer.from(sealed),
    created_at: new Date(accounts.clock.now()),
    confirmed_at: null,
    last_step: null,
  })
  if (!isNew) refuse(refusals.totp_on)
  const [label = ''] = await namesOf(accounts, personId)
  return describeTotp(secret, { issuer: new URL(accounts.publicUrl).host, label })
}
