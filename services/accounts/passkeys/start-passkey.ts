import { generateRegistrationOptions } from '@simplewebauthn/server'
import { refuse } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { namesOf } from '../security/names-of.ts'
import { newPasskeyChallenge } from './challenge.ts'
import { openCredentialNames } from './list-passkeys.ts'
import { algorithms, mostPasskeys } from './passkey-policy.ts'
import { listPasskeyRows } from './passkey-store.ts'
import { userHandleOf } from './user-handle.ts'

/** What the browser needs to make a passkey for the person, on a device that has none of theirs yet. */
export async function startPasskey(accounts: Accounts, session: SessionInfo) {
  const { personId } = session
  const rows = await listPasskeyRows(accounts.database, personId)
  if (rows.length >= mostPasskeys) refuse(refusals.too_many_passkeys)
  const [userName = ''] = await namesOf(accounts, personId)
  return generateRegistrationOptions({
    rpName: accounts.relyingParty.name,
    rpID: accounts.relyingParty.id,
    userName,
    userDisplayName: userName,
    userID: await userHandleOf(accounts, personId),
    challenge: await newPasskeyChallenge(accounts, { for: 'registration', sessionId: session.id }),
    attestationType: 'none',
    excludeCredentials: await openCredentialNames(accounts, rows),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
}
