import type { Provider } from 'oidc-provider'
import { Snowflake } from '@alles/platform/contract'
import type { Exchange } from '@alles/platform/http'
import { hintedAccount } from '../interactions/hinted-account.ts'
import type { OAuth } from '../oauth.ts'
import { listSignInsOfSession } from '../sign-ins/sign-in-store.ts'
import type { Decided } from './browser-cookies.ts'

/**
 * Which sign-in a request that wants no page (`prompt=none`) goes on with: the latest with this application in this very
 * session, or the one it names by its `sub`. An account that signed in elsewhere is not told of, whatever is hinted: it
 * would show that both are one person's.
 */
export async function decideSession(
  oauth: OAuth,
  provider: Provider,
  { exchange, query }: { readonly exchange: Exchange; readonly query: URLSearchParams },
): Promise<Decided> {
  const session = exchange.caller?.session
  if (!session) return { signedIn: false }
  const params = await paramsOf(provider, query)
  const { success, data: applicationId } = Snowflake.safeParse(params['client_id'])
  if (params['prompt'] !== 'none' || !success) return { signedIn: true }
  // What the application was told of the proof may be later than it was.
  const most = Number(params['max_age'] ?? Infinity) * 1000
  if (oauth.clock.now() - session.provedAt > most) return { signedIn: true }
  const known = await listSignInsOfSession(oauth.database, session.id, applicationId)
  if (params['id_token_hint'] === undefined && params['login_hint'] === undefined)
    return { signedIn: true, session: known[0]?.id }
  const accountId = await hintedAccount(oauth, params, [...new Set(known.map((one) => one.account_id))])
  return { signedIn: true, session: known.find((one) => one.account_id === accountId)?.id }
}

const pushed = 'urn:ietf:params:oauth:request_uri:'

/** The request's parameters, wherever they are. Whether they may be so is for the library to say. */
async function paramsOf(provider: Provider, query: URLSearchParams): Promise<Record<string, unknown>> {
  const own = Object.fromEntries(query)
  const uri = query.get('request_uri')
  if (!uri?.startsWith(pushed)) return own
  const stored = await provider.PushedAuthorizationRequest.find(uri.slice(pushed.length))
  const body = stored?.request?.split('.')[1]
  if (body === undefined) return own
  return {
    ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>),
    client_id: own['client_id'],
  }
}
