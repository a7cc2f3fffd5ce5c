import type { Provider } from 'oidc-provider'
import type { Exchange } from '@alles/platform/http'
import { findInteraction } from '../interactions/open-interaction.ts'
import type { OAuth } from '../oauth.ts'
import { findSignIn } from '../sign-ins/sign-in-store.ts'

/**
 * Which unfinished sign-in this browser may go on with: one that it began, and whose account was chosen in the session it
 * still has. Who signed out or became somebody else meanwhile begins again.
 */
export async function decideResumption(
  oauth: OAuth,
  provider: Provider,
  { exchange, uid }: { readonly exchange: Exchange; readonly uid: string },
): Promise<string | undefined> {
  if (!(await findInteraction(oauth, exchange, uid))) return undefined
  const interaction = await provider.Interaction.find(uid)
  const grantId = interaction?.result?.consent?.grantId
  if (!interaction?.result) return undefined
  if (grantId === undefined) return uid
  const signIn = await findSignIn(oauth.database, grantId)
  return signIn && signIn.session_id === exchange.caller?.session?.id ? uid : undefined
}
