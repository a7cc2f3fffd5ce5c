import { addressOf, edgeRefusals, prefixes, refuse, type Call, type Protocol } from '../contract/index.ts'
import type { EdgeExchange } from './exchange.ts'

/** Whose shape a path's refusals have: known by its beginning, whether or not anything answers there. */
export function protocolOf(url: string): Protocol {
  const ours = ['/api/alles', '/api/v1/', '/api/v2/', '/api/openapi.json']
  if (!url.startsWith('/api/') || ours.some((prefix) => url.startsWith(prefix))) return 'alles'
  return 'discord'
}

/** Where programs ask and no page is shown, whatever stands there. */
export function isApi(url: string): boolean {
  return /^\/(api|media)([/?]|$)/.test(url)
}

/** Every address that is answered, to tell "nothing here" from "not with this method". */
export class Addresses {
  readonly #methods = new Map<string, { pattern: RegExp; methods: Set<string> }>()

  addCall(call: Call): void {
    const { method, path } = addressOf(call)
    for (const prefix of prefixes[call.protocol]) this.add(method, `${prefix}${path}`)
  }

  add(method: string, path: string): void {
    const source = `^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`
    const known = this.#methods.get(source) ?? { pattern: new RegExp(source), methods: new Set() }
    if (known.methods.has(method)) throw new Error(`${method} ${path} is answered twice`)
    known.methods.add(method)
    this.#methods.set(source, known)
  }

  methodsAt(path: string): string[] {
    const found = new Set<string>()
    for (const { pattern, methods } of this.#methods.values())
      if (pattern.test(path)) for (const method of methods) found.add(method)
    if (found.has('GET')) found.add('HEAD')
    return [...found].toSorted()
  }
}

/** Says that nothing answers here, or nothing with this method. */
export function refuseUnknown(exchange: EdgeExchange, addresses: Addresses): never {
  const path = decodedPath(exchange.request.url ?? '/')
  const methods = addresses.methodsAt(path)
  if (methods.length === 0) return refuse(edgeRefusals.not_found)
  exchange.setHeader('allow', methods.join(', '))
  return refuse(edgeRefusals.method_not_allowed)
}

function decodedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '/'
  try {
    return decodeURIComponent(path)
  } catch {
    return refuse(edgeRefusals.invalid_input)
  }
}
