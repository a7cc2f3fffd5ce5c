import { generateAuthenticationOptions } from '@simplewebauthn/server'
import { refuse } from '@alles/platform/contract'
import type { SessionInfo } from '@alles/platform/http'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { makeFresh } from '../sessions/make-fresh.ts'
import { newPasskeyChallenge } from './challenge.ts'
import { openCredentialNames } from './list-passkeys.ts'
import { listPasskeyRows } from './passkey-store.ts'
import { verifyPasskey } from './verify-passkey.ts'

/** What the browser needs to prove again who is signed in; refused where the person has no passkey. */
export async function startPasskeyConfirmation(accounts: Accounts, session: SessionInfo) {
  const rows = await listPasskeyRows(accounts.database, session.personId)
  if (rows.length === 0) refuse(refusals.unknown_passkey)
  return generateAuthenticationOptions({
    rpID: accounts.relyingParty.id,
    challenge: await newPasskeyChallenge(accounts, { for: 'confirmation', sessionId: session.id }),
    allowCredentials: await openCredentialNames(accounts, rows),
    userVerification: 'required',
  })
}

/** Makes a session fresh, with a passkey of its own person. */
export async function confirmWithPasskey(
  accounts: Accounts,
  session: SessionInfo,
  response: unknown,
): Promise<void> {
  const passkey = await verifyPasskey(accounts, response, { for: 'confirmation', sessionId: session.id })
  if (passkey?.person_id !== session.personId) refuse(refusals.passkey_not_accepted)
  await makeFresh(accounts, session.id)
}
