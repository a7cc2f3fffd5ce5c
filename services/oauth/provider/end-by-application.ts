import type { Provider } from 'oidc-provider'
import type { Exchange } from '@alles/platform/http'
import type { OAuth } from '../oauth.ts'
import { endSome } from '../sign-ins/end-some.ts'
import { listSignInsBySid, listSignInsOfSession } from '../sign-ins/sign-in-store.ts'
import { errorAddress } from './error-address.ts'
import { subjectOf } from './subject-of.ts'

interface End {
  readonly provider: Provider
  readonly exchange: Exchange
  readonly asked: URLSearchParams
}

/**
 * An application ends what somebody did with it in this browser (OpenID Connect RP-Initiated Logout 1.0); their session
 * with us goes on. It proves with an ID token whom it means: without one any page could sign people out. Answers where
 * the browser goes next.
 */
export async function endByApplication(oauth: OAuth, { provider, exchange, asked }: End): Promise<string> {
  const hint = asked.get('id_token_hint')
  const clientId = asked.get('client_id')
  if (hint === null) return errorAddress('confirmation_required')
  const claims = claimsOf(hint)
  const client = claims && (await provider.Client.find(claims.aud))
  if (!client || (clientId !== null && clientId !== claims.aud)) return errorAddress('invalid_client')
  try {
    await provider.IdToken.validate(hint, client)
  } catch {
    return errorAddress('invalid_request')
  }
  const back = asked.get('post_logout_redirect_uri')
  if (back !== null && !client.postLogoutRedirectUriAllowed(back)) return errorAddress('invalid_request')
  await endSome(oauth, await meant(oauth, exchange, claims))
  return back === null ? '/' : withState(back, asked.get('state'))
}

interface Claims {
  readonly aud: string
  readonly sub: string
  readonly sid: string | null
}

function claimsOf(token: string): Claims | null {
  try {
    const body = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Partial<Claims>
    const { aud, sub, sid } = body
    if (typeof aud !== 'string' || typeof sub !== 'string') return null
    return { aud, sub, sid: typeof sid === 'string' ? sid : null }
  } catch {
    return null
  }
}

/** The sign-in the token names, and those of its account in this browser. */
async function meant(oauth: OAuth, exchange: Exchange, { aud, sub, sid }: Claims): Promise<string[]> {
  const session = exchange.caller?.session
  const named = sid === null ? [] : await listSignInsBySid(oauth.database, aud, sid)
  const here = session ? await listSignInsOfSession(oauth.database, session.id, aud) : []
  const own: string[] = []
  for (const one of here) if ((await subjectOf(oauth, aud, one.account_id)) === sub) own.push(one.id)
  return [...new Set([...named.map((one) => one.id), ...own])]
}

function withState(address: string, state: string | null): string {
  const url = new URL(address)
  if (state !== null) url.searchParams.set('state', state)
  return url.href
}
