import { isCall } from '@alles/platform/contract'
import { services } from '@alles/server/services'

/** Every route of v10 that is served: `GET /guilds/:guildId`. */
export const served: readonly string[] = services
  .flatMap((service) => Object.values(service.contract as Readonly<Record<string, unknown>>))
  .filter(isCall)
  .flatMap(({ protocol, http }) => (protocol === 'discord' && http !== undefined ? [http] : []))

const patterns = served
  .map((route) => ({ route, pattern: new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`) }))
  // Of several that fit, the one with the fewest parameters.
  .toSorted((a, b) => a.route.split(':').length - b.route.split(':').length)

/** The route that a request was for. */
export function routeOf(method: string, path: string): string {
  const plain = decodeURIComponent(path.split('?')[0] ?? '')
  const found = patterns.find(({ pattern }) => pattern.test(`${method.toUpperCase()} ${plain}`))
  if (!found) throw new Error(`${method} ${path} is answered and not served`)
  return found.route
}
