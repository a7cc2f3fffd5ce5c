import { createTransport } from 'nodemailer'
import type { Ledger } from '@alles/platform/egress'
import { judge, type RelayFault } from './answer-policy.ts'
import type { Delivery, Envelope } from './delivery.ts'
import type { RelayAddress } from './relay-policy.ts'

/** The operator's SMTP relay: the only host this service speaks to. */
export interface Relay {
  readonly host: string
  deliver(envelope: Envelope): Promise<Delivery>
}

export interface RelayOptions {
  readonly address: RelayAddress
  /** What we call ourselves in the greeting; the machine's own name stays here. */
  readonly name: string
  readonly ledger: Ledger
}

const timeouts = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
}

/** Each mail has a connection of its own, and its line in the ledger. */
export function openRelay({ address, name, ledger }: RelayOptions): Relay {
  const { host, port, tls, login } = address
  const transport = createTransport({
    host,
    port,
    name,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    ...timeouts,
    ...(login && { auth: { user: login.user, pass: login.password } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    host,
    async deliver({ from, to, raw }) {
      const begun = performance.now()
      const fault = await transport.sendMail({ envelope: { from, to: [to] }, raw }).then(
        () => null,
        (error: unknown) => faultOf(error),
      )
      const delivery = fault ? judge(fault) : ({ outcome: 'sent' } as const)
      const status = fault ? (fault.response?.code ?? null) : 250
      ledger({
        destination: 'relay',
        purpose: 'hands outgoing mail to the relay of the operator',
        host,
        status,
        bytesOut: delivery.outcome === 'sent' ? raw.byteLength : 0,
        bytesIn: 0,
        ms: Math.round(performance.now() - begun),
        outcome: status === null ? reasonOf(fault) : 'answered',
      })
      return delivery
    },
  }
}

/** As far as it can be relied on: any of them may be missing. */
interface LibraryFault {
  readonly code?: unknown
  readonly command?: unknown
  readonly response?: unknown
  readonly responseCode?: unknown
}

/** What the library throws carries these; its message quotes addresses and stays here. */
function faultOf(error: unknown): RelayFault {
  if (!(error instanceof Error)) throw error
  const { code, command, response, responseCode } = error as LibraryFault
  if (typeof code !== 'string') throw error
  return {
    code: /^[A-Z_]{1,40}$/.test(code) ? code : 'unknown',
    command: typeof command === 'string' ? command : '',
    response:
      typeof responseCode === 'number'
        ? { code: responseCode, text: typeof response === 'string' ? response : '' }
        : null,
  }
}

function reasonOf(fault: RelayFault | null) {
  if (fault?.code === 'EDNS') return 'not_resolved'
  return fault?.code === 'ETIMEDOUT' ? 'too_slow' : 'unreachable'
}
