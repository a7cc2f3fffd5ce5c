import type { Provider } from 'oidc-provider'
import type { Log } from '@alles/platform/log'
import type { OAuth } from '../oauth.ts'
import { loadSigningKeys } from '../signing-keys/load-signing-keys.ts'
import { buildProvider } from './build-provider.ts'
import type { ProviderParts } from './configuration.ts'

const lookAgainMs = 60_000

/** The library, ready: made when first asked for, and anew when the signing keys change. */
export interface Providers {
  current(): Promise<Provider>
  /** Looks at the keys again at the next request. */
  forget(): void
}

export function createProviders(oauth: OAuth, log: Log, fetch: ProviderParts['fetch']): Providers {
  let made: { readonly provider: Provider; readonly kids: string } | null = null
  let looking: Promise<Provider> | null = null
  let lookedAt = -Infinity

  const look = async () => {
    const keys = await loadSigningKeys(oauth)
    const kids = keys.map((key) => key.kid).join(' ')
    if (made?.kids !== kids) {
      const nonceSecret = await nonceSecretOf(oauth)
      made = { provider: buildProvider(oauth, log, { jwks: { keys }, nonceSecret, fetch }), kids }
    }
    lookedAt = oauth.clock.now()
    return made.provider
  }
  return {
    current() {
      if (made && oauth.clock.now() - lookedAt < lookAgainMs) return Promise.resolve(made.provider)
      looking ??= look().finally(() => (looking = null))
      return looking
    },
    forget() {
      lookedAt = -Infinity
    },
  }
}

async function nonceSecretOf(oauth: OAuth): Promise<Buffer> {
  const [secret] = await oauth.keys.blindIndex({ purpose: 'oidc-dpop-nonce', values: ['nonce'] })
  if (!secret) throw new Error('no secret was made')
  return Buffer.from(secret)
}
