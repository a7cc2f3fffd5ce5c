import type { Provider } from 'oidc-provider'
import type { Exchange } from '@alles/platform/http'
import type { OAuth } from '../oauth.ts'
import { openInteraction } from './open-interaction.ts'
import { settle } from './settle.ts'

/** Sends the browser back to the application without an account; answers where it goes next. */
export async function denyInteraction(
  oauth: OAuth,
  provider: Provider,
  { exchange, uid }: { readonly exchange: Exchange; readonly uid: string },
): Promise<string> {
  const { returnTo, decided } = await openInteraction(oauth, exchange, uid)
  if (!decided)
    await settle(provider, uid, { error: 'access_denied', error_description: 'the person did not want to' })
  return returnTo
}
