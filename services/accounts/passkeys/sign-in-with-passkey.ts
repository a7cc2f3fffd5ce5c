import { generateAuthenticationOptions } from '@simplewebauthn/server'
import { refuse } from '@alles/platform/contract'
import type { Accounts } from '../accounts.ts'
import { refusals } from '../contract/index.ts'
import { findForSignIn, type SignInRow } from '../security/sign-in-store.ts'
import { enter } from '../sessions/enter.ts'
import type { SignedIn } from '../sessions/sign-in.ts'
import { countTry, refuseTooMany, type Counted } from '../sessions/try-limit.ts'
import { newPasskeyChallenge } from './challenge.ts'
import { verifyPasskey } from './verify-passkey.ts'

/** What the browser needs to sign in with whatever passkey the person picks: nobody is named. */
export async function startPasskeySignIn(accounts: Accounts) {
  return generateAuthenticationOptions({
    rpID: accounts.relyingParty.id,
    challenge: await newPasskeyChallenge(accounts, { for: 'sign-in' }),
    allowCredentials: [],
    userVerification: 'required',
  })
}

/** Signs in with a passkey. It is had and it recognised its owner: that is two factors already. */
export async function signInWithPasskey(
  accounts: Accounts,
  given: {
    readonly response: unknown
    readonly network: string
    readonly userAgent: string | undefined
  },
): Promise<SignedIn> {
  const network: Counted = [accounts.tries.networks, given.network]
  refuseTooMany(network)
  let person: SignInRow | undefined
  await countTry([network], async () => {
    const passkey = await verifyPasskey(accounts, given.response, { for: 'sign-in' })
    if (passkey) person = await findForSignIn(accounts.database, passkey.person_id)
    return person !== undefined
  })
  if (!person) refuse(refusals.passkey_not_accepted)
  return enter(accounts, person, { userAgent: given.userAgent, password: null })
}
