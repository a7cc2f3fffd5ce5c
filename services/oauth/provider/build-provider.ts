import { hash, timingSafeEqual } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Provider } from 'oidc-provider/lib/provider.js'
import type { Log } from '@alles/platform/log'
import type { OAuth } from '../oauth.ts'
import { listSecretRows, updateSecretUsed } from '../secrets/secret-store.ts'
import { cookiesOf } from './browser-cookies.ts'
import { configuration, type ProviderParts } from './configuration.ts'

/** The library with our eyes: addresses are those people see, whatever `Host` says, and cookies are decided before. */
class AllesProvider extends Provider {
  override createContext(request: IncomingMessage, response: ServerResponse) {
    const context = super.createContext(request, response)
    const { host, protocol } = new URL(this.issuer)
    Object.defineProperties(context.request, {
      host: { value: host },
      protocol: { value: protocol.slice(0, -1) },
    })
    Object.defineProperty(context, 'cookies', { value: cookiesOf(request) })
    return context
  }
}

/** A provider for the keys as they are now. */
export function buildProvider(oauth: OAuth, log: Log, parts: ProviderParts): Provider {
  const provider = new AllesProvider(oauth.issuer, configuration(oauth, parts))
  changeClients(oauth, provider)
  provider.on('server_error', (_, error) => log.error('oidc.bug', { error }))
  // Koa's own event: what broke outside the library's own handling. Without a listener it goes to the console.
  const koa: EventEmitter = provider
  koa.on('error', (error: unknown) => log.error('oidc.bug', { error }))
  return provider
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** Two things the library sees differently in its clients. */
function changeClients(oauth: OAuth, provider: Provider): void {
  const { prototype } = provider.Client
  const { grantTypeAllowed } = prototype
  // It takes secrets in clear.
  prototype.compareClientSecret = function compareClientSecret(this: { clientId: string }, actual: string) {
    return compareSecret(oauth, this.clientId, actual)
  }
  // Subjects per application are none of a device's business, but it refuses devices to applications that have them.
  prototype.grantTypeAllowed = function allowed(this: InstanceType<Provider['Client']>, type: string) {
    return type === deviceGrant || grantTypeAllowed.call(this, type)
  }
}

const hourMs = 3_600_000

/** Whether this is one of the application's secrets. They are 256 random bits, so a plain hash is as good as a slow one. */
async function compareSecret(oauth: OAuth, applicationId: string, actual: string): Promise<boolean> {
  const given = hash('sha256', actual, 'buffer')
  const hour = Math.floor(oauth.clock.now() / hourMs) * hourMs
  let matched = false
  for (const secret of await listSecretRows(oauth.database, [applicationId])) {
    if (!timingSafeEqual(secret.secret_hash, given)) continue
    matched = true
    if ((secret.last_used_at?.getTime() ?? 0) < hour)
      await updateSecretUsed(oauth.database, secret.id, new Date(hour))
  }
  return matched
}
