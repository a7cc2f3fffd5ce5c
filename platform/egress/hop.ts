import { isIP, type LookupFunction } from 'node:net'
import { Agent, request, type Dispatcher } from 'undici'
import { isAllowedAddress } from './addresses.ts'
import type { Destination, EgressReason } from './destinations.ts'
import type { EgressRequest } from './egress.ts'
import type { Hop } from './redirects.ts'

/** All IP addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>

export interface HopAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

interface HopOptions {
  readonly destination: Destination
  readonly hop: Hop
  readonly resolve: Resolve
  readonly signal: AbortSignal
  readonly maxBytes: EgressRequest['maxBytes']
  readonly cut: boolean
}

/** Carries out one request whose address the registry allows. Gives the reason where there is no whole answer. */
export async function performHop(options: HopOptions): Promise<HopAnswer | EgressReason> {
  const address = await vettedAddress(options)
  if ('reason' in address) return address.reason
  const { certificates } = options.destination
  const agent = new Agent({
    connect: {
      lookup: pinned(address.address),
      ...(certificates !== undefined && { ca: certificates }),
    },
  })
  try {
    return await readAnswer(await send(options, agent), options)
  } catch {
    // Whatever it was, nothing of it is for the log: messages of the network quote addresses.
    return options.signal.aborted ? 'too_slow' : 'unreachable'
  } finally {
    await agent.destroy()
  }
}

function send({ hop, signal }: HopOptions, dispatcher: Agent): Promise<Dispatcher.ResponseData> {
  const { host: _, ...headers } = hop.headers
  return request(hop.url, {
    dispatcher,
    signal,
    method: hop.method,
    headers: { 'user-agent': 'Alles', 'accept-encoding': 'identity', ...headers },
    body: hop.body,
  })
}

type Vetted = { readonly address: string } | { readonly reason: EgressReason }

/**
 * The one address this request will go to. A host with a single address that is not allowed is refused whole: its
 * owner, or whoever answers for it, is testing which one we take.
 */
async function vettedAddress({ destination, hop, resolve, signal }: HopOptions): Promise<Vetted> {
  const host = hop.url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await resolved(host, resolve, signal)
  if (addresses === null) return { reason: signal.aborted ? 'too_slow' : 'not_resolved' }
  const [first] = addresses
  if (first === undefined) return { reason: 'not_resolved' }
  const allowed = addresses.every((address) => isAllowedAddress(address, destination.reach))
  return allowed ? { address: first } : { reason: 'address_not_allowed' }
}

async function resolved(
  host: string,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  // The URL parser has already brought every spelling of an IPv4 address into four decimal numbers.
  if (isIP(host) !== 0) return [host]
  const { promise: late, resolve: giveUp } = Promise.withResolvers<null>()
  const onAbort = () => giveUp(null)
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([resolve(host), late])
  } catch {
    return null
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Answers every question for an address with the one that was vetted. */
function pinned(address: string): LookupFunction {
  const family = address.includes(':') ? 6 : 4
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
}

async function readAnswer(
  response: Dispatcher.ResponseData,
  { maxBytes, cut }: HopOptions,
): Promise<HopAnswer | EgressReason> {
  const headers = headersOf(response)
  const most = typeof maxBytes === 'number' ? maxBytes : maxBytes(headers)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > most && !cut) return 'too_large'
    chunks.push(chunk)
    if (bytes >= most && cut) break
  }
  return { status: response.statusCode, headers, body: Buffer.concat(chunks).subarray(0, cut ? most : bytes) }
}

function headersOf(response: Dispatcher.ResponseData): Record<string, string> {
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  )
  return Object.fromEntries(headers)
}
