import type { InteractionResults, Provider } from 'oidc-provider'
import { edgeRefusals, refuse } from '@alles/platform/contract'
import type { Exchange } from '@alles/platform/http'
import type { ScopeName } from '../contract/index.ts'
import type { OAuth } from '../oauth.ts'
import { subjectOf } from '../provider/subject-of.ts'
import { beginSignIn } from '../sign-ins/begin-sign-in.ts'
import { subjectHinted } from './hinted-account.ts'
import { needsOf, scopesAsked, scopesGiven } from './interaction-policy.ts'
import { askingRow, openInteraction, type OpenInteraction } from './open-interaction.ts'
import { checkOwnAccount } from './own-account.ts'
import { settle } from './settle.ts'

interface Allowed {
  readonly uid: string
  readonly account: string
  readonly scopes: readonly ScopeName[]
}

/** Lets the application know one of the person's accounts; answers where the browser goes next. */
export async function allowInteraction(
  oauth: OAuth,
  provider: Provider,
  { exchange, ...allowed }: Allowed & { readonly exchange: Exchange },
): Promise<string> {
  const interaction = await openInteraction(oauth, exchange, allowed.uid)
  const { params, begunAt, returnTo } = interaction
  const row = await askingRow(oauth, params)
  const { session } = exchange
  await checkOwnAccount(oauth, session, allowed.account)
  if (needsOf(params, { begunAt, now: oauth.clock.now(), provedAt: session.provedAt }) !== 'decision')
    refuse(edgeRefusals.fresh_sign_in_required)
  if (interaction.decided) return returnTo
  await settle(
    provider,
    allowed.uid,
    await resultOf(oauth, { interaction, allowed, applicationId: row.id, session }),
  )
  return returnTo
}

interface Decision {
  readonly interaction: OpenInteraction
  readonly allowed: Allowed
  readonly applicationId: string
  readonly session: Exchange['session']
}

async function resultOf(
  oauth: OAuth,
  { interaction: { params }, allowed, applicationId, session }: Decision,
): Promise<InteractionResults> {
  const { account: accountId } = allowed
  const hint = subjectHinted(params)
  // OpenID Connect Core, 3.1.2.1: an application that asked for one account does not get another.
  if (hint !== null && hint !== (await subjectOf(oauth, applicationId, accountId)))
    return { error: 'login_required', error_description: 'somebody else signed in' }
  const signIn = await beginSignIn(oauth, {
    accountId,
    applicationId,
    scopes: scopesGiven(params, allowed.scopes),
    asked: scopesAsked(params),
    sessionId: session.id,
    provedAt: session.provedAt,
  })
  return {
    login: { accountId, acr: signIn.acr, ts: signIn.authTime, remember: true },
    select_account: {},
    consent: { grantId: signIn.id },
  }
}
