import { upsertGrant } from '../connections/grant-store.ts'
import type { ScopeName } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { findToldProof, insertSignIn } from './sign-in-store.ts'
import { addToCount } from './usage-store.ts'

/** The wording of the page that people decide on. Raised when what it says changes, so that consents can be told apart. */
const wording = 1

export interface Begun {
  readonly accountId: string
  readonly applicationId: string
  readonly scopes: readonly ScopeName[]
  /** What was asked for: of these what is not given is taken back. */
  readonly asked: readonly ScopeName[]
  /** The session it belongs to; null for a device, which goes on without. */
  readonly sessionId: string | null
  /** When the person last proved who they are, milliseconds since 1970. */
  readonly provedAt: number
}

export interface SignIn {
  readonly id: string
  readonly acr: 'urn:alles:session' | 'urn:alles:fresh'
  /** Since when the application is told that this account proved who it is: seconds since 1970. */
  readonly authTime: number
}

const freshMs = 5 * 60_000
/** How long it waits for the application to ask for what it was given. */
const waitsMs = 3_600_000

/**
 * Records that an account lets an application know it, and the sign-in that follows. When the person proved who they are
 * is the same moment for all their accounts, and would tie them together for applications that compare: each application
 * is told when an account first signed in with it by that proof, and the same again as long as the proof is the same.
 */
export async function beginSignIn(oauth: OAuth, begun: Begun): Promise<SignIn> {
  const now = oauth.clock.now()
  const at = new Date(now)
  const { accountId: account_id, applicationId: application_id } = begun
  const scopes = begun.scopes.join(' ')
  const acr = now - begun.provedAt <= freshMs ? 'urn:alles:fresh' : 'urn:alles:session'
  const id = oauth.ids.next()
  const proved_at = (await findToldProof(oauth.database, begun)) ?? at
  await oauth.database.transaction(async (tx) => {
    const grant = { account_id, application_id, scopes, wording, since: at, last_used_at: hourOf(now) }
    await upsertGrant(tx, grant, begun.asked)
    await insertSignIn(tx, {
      id,
      account_id,
      application_id,
      scopes,
      session_id: begun.sessionId,
      session_uid: null,
      sid: null,
      acr,
      proved_at,
      created_at: at,
      expires_at: new Date(now + waitsMs),
    })
    await addToCount(tx, application_id, at)
  })
  return { id, acr, authTime: Math.floor(proved_at.getTime() / 1000) }
}

function hourOf(now: number): Date {
  return new Date(Math.floor(now / 3_600_000) * 3_600_000)
}
