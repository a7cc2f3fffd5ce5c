import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { hash } from 'node:crypto'
import type { Accounts } from '../accounts.ts'
import { catalogue } from '../catalogue.ts'
import { hourOf } from '../sessions/session-policy.ts'
import { usePasskeyChallenge, type ChallengeUse } from './challenge.ts'
import { findPasskey, updateUse, type PasskeyRow } from './passkey-store.ts'
import { bytesOf, readAssertion, type Read } from './responses.ts'
import { userHandleOf } from './user-handle.ts'

type Assertion = Read<Parameters<typeof verifyAuthenticationResponse>[0]['response']>

/**
 * The passkey that answered a challenge of ours, used by somebody it recognised; null for anything else. A counter that
 * does not go up, where the authenticator counts at all, is refused: the key was copied.
 */
export async function verifyPasskey(
  accounts: Accounts,
  given: unknown,
  use: ChallengeUse,
): Promise<PasskeyRow | null> {
  const read = readAssertion(given)
  if (!read || !(await usePasskeyChallenge(accounts, read.challenge, use))) return null
  const row = await findPasskey(accounts.database, hash('sha256', bytesOf(read.response.id), 'buffer'))
  if (!row || !(await isHandleOf(accounts, row.person_id, read.response.response.userHandle))) return null
  const used = await verifyWith(accounts, row, read)
  if (!used?.verified) return null
  const { newCounter, credentialBackedUp } = used.authenticationInfo
  const at = hourOf(accounts.clock.now())
  const counts = await updateUse(accounts.database, row.id, {
    counter: newCounter,
    synced: credentialBackedUp,
    at,
  })
  return counts ? row : null
}

/** An authenticator that says whose passkey it is says so rightly. */
async function isHandleOf(
  accounts: Accounts,
  personId: string,
  handle: string | undefined,
): Promise<boolean> {
  if (handle === undefined) return true
  return Buffer.from(await userHandleOf(accounts, personId)).equals(bytesOf(handle))
}

async function verifyWith(accounts: Accounts, row: PasskeyRow, { response, challenge }: Assertion) {
  const table = catalogue.tables.passkeys
  const [publicKey] = await accounts.sealer.open<Buffer, typeof table>(table, 'public_key', [
    { row: row.id, sealed: row.public_key },
  ])
  if (!publicKey) return null
  return verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: accounts.relyingParty.origins,
    expectedRPID: accounts.relyingParty.id,
    credential: { id: response.id, publicKey: Uint8Array.from(publicKey), counter: Number(row.counter) },
    requireUserVerification: true,
  }).catch(() => null)
}
