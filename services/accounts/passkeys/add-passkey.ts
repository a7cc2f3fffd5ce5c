import { verifyRegistrationResponse, type VerifiedRegistrationResponse } from '@simplewebauthn/server'
import { hash } from 'node:crypto'
import { refuse } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { notify } from '../contacts/notify.ts'
import { refusals, type Passkey } from '../contract/index.ts'
import { findPerson } from '../people/person-store.ts'
import { giveFirstRecoveryCodes } from '../second-factors/give-recovery-codes.ts'
import { lockPerson } from '../security/sign-in-store.ts'
import { usePasskeyChallenge } from './challenge.ts'
import { showPasskeys } from './list-passkeys.ts'
import { algorithms, mostPasskeys } from './passkey-policy.ts'
import { insertPasskey, listPasskeyRows, type PasskeyRow } from './passkey-store.ts'
import { bytesOf, readRegistration } from './responses.ts'

type Registered = NonNullable<VerifiedRegistrationResponse['registrationInfo']>

interface AddedPasskey {
  readonly passkey: Passkey
  /** Where the person had none. */
  readonly recoveryCodes: string[] | null
}

/** Keeps the passkey the browser made for this session's challenge. */
export async function addPasskey(
  accounts: Accounts,
  session: SessionInfo,
  given: { readonly name: string; readonly response: unknown },
): Promise<AddedPasskey> {
  const { personId } = session
  const registered = await verify(accounts, session, given.response)
  const row = await sealRow(accounts, personId, { ...registered, name: given.name })
  const recoveryCodes = await accounts.database.transaction(async (tx) => {
    await lockPerson(tx, personId)
    if ((await listPasskeyRows(tx, personId)).length >= mostPasskeys) refuse(refusals.too_many_passkeys)
    if (!(await insertPasskey(tx, row))) refuse(refusals.passkey_not_accepted)
    const at = row.created_at.toISOString()
    await notify(accounts, tx, {
      personId,
      content: { template: 'second_factor_changed', change: 'added', at },
    })
    return giveFirstRecoveryCodes(accounts, tx, personId)
  })
  const [passkey] = await showPasskeys(accounts, [row])
  if (!passkey) throw new Error('a new passkey could not be shown')
  return { passkey, recoveryCodes }
}

async function verify(accounts: Accounts, session: SessionInfo, given: unknown) {
  const read = readRegistration(given)
  const isOurs =
    read !== null &&
    (await usePasskeyChallenge(accounts, read.challenge, { for: 'registration', sessionId: session.id }))
  if (!isOurs) refuse(refusals.passkey_not_accepted)
  const verified = await verifyRegistrationResponse({
    response: read.response,
    expectedChallenge: read.challenge,
    expectedOrigin: accounts.relyingParty.origins,
    expectedRPID: accounts.relyingParty.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null)
  if (!verified?.verified) refuse(refusals.passkey_not_accepted)
  return { registered: verified.registrationInfo, transports: read.response.response.transports ?? [] }
}

async function sealRow(
  accounts: Accounts,
  personId: string,
  given: { readonly registered: Registered; readonly transports: readonly string[]; readonly name: string },
): Promise<PasskeyRow> {
  const person = await findPerson(accounts.database, personId)
  if (!person) throw new Error('somebody who is signed in is not there')
  const { credential, credentialBackedUp } = given.registered
  const id = accounts.ids.next()
  const credentialId = bytesOf(credential.id)
  const seal = async (
    column: 'credential_id' | 'public_key' | 'transports' | 'name',
    value: unknown,
  ): Promise<Buffer> => {
    const [sealed] = await accounts.sealer.seal(catalogue.tables.passkeys, column, [
      { row: id, key: person.key_id, value },
    ])
    if (!sealed) throw new Error('a passkey was not sealed')
    return Buffer.from(sealed)
  }
  return {
    id,
    person_id: personId,
    credential_hash: hash('sha256', credentialId, 'buffer'),
    credential_id: await seal('credential_id', credentialId),
    public_key: await seal('public_key', credential.publicKey),
    transports: await seal('transports', given.transports),
    name: await seal('name', given.name),
    counter: String(credential.counter),
    synced: credentialBackedUp,
    created_at: new Date(accounts.clock.now()),
    last_used_at: null,
  }
}
