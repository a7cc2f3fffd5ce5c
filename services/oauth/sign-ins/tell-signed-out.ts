import type { OAuth } from '../oauth.ts'
import type { Providers } from '../provider/providers.ts'

interface SignedOut {
  readonly applicationId: string
  readonly accountId: string
  readonly sid: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** By then its own session is over, and nothing that names an account should wait for it any longer. */
const giveUpMs = 3 * 86_400_000

/**
 * OpenID Connect Back-Channel Logout 1.0. Throws where the application did not take it, to be tried again; after three
 * days it is told no more.
 */
export async function tellOfSignOut(
  oauth: OAuth,
  providers: Providers,
  { applicationId, accountId, sid, at }: SignedOut,
): Promise<void> {
  if (oauth.clock.now() - at >= giveUpMs) return
  const provider = await providers.current()
  const client = await provider.Client.find(applicationId)
  if (client?.backchannelLogoutUri === undefined) return
  const { backchannelLogout } = client
  if (typeof backchannelLogout !== 'function') throw new Error('the library cannot tell of sign-outs')
  await backchannelLogout.call(client, accountId, sid)
}
