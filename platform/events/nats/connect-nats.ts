import { setTimeout as pause } from 'node:timers/promises'
import { connect, errors, type NatsConnection } from '@nats-io/transport-node'
import { PrintableError } from '../../log/index.ts'
import type { NatsPlace } from './nats-place.ts'

/** A server that says nothing for so long is taken for gone, milliseconds; asked twice. */
const pingMs = 2_000
const reconnectMs = 250

/** Waits for the server for `patience` seconds. Throws a sentence for the operator. */
export async function connectNats(place: NatsPlace, patience: number): Promise<NatsConnection> {
  const deadline = performance.now() + patience * 1000
  for (;;) {
    try {
      return await connect(optionsOf(place))
    } catch (error) {
      if (isFinal(error)) throw refused(error)
      if (performance.now() > deadline)
        throw new PrintableError('The NATS server of ALLES_NATS_URL cannot be reached.', { cause: error })
      await pause(reconnectMs)
    }
  }
}

function optionsOf({ server, tls, user, secret }: NatsPlace) {
  return {
    servers: `nats://${server}`,
    name: 'alles',
    ...(tls && { tls: {} }),
    ...(user !== null && { user, pass: secret?.reveal() ?? '' }),
    ...(user === null && secret && { token: secret.reveal() }),
    // What this process publishes it has heard already.
    noEcho: true,
    maxReconnectAttempts: -1,
    // Credentials that are wrong for a moment must not end a connection for good.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: reconnectMs,
    reconnectJitter: reconnectMs,
    pingInterval: pingMs,
    maxPingOut: 1,
    timeout: 5_000,
  }
}

/** Waiting does not help. */
function isFinal(error: unknown): boolean {
  return error instanceof errors.AuthorizationError || isAboutTls(error)
}

function isAboutTls(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return /'tls'/.test(error.message) || /TLS|CERT|SSL/.test(code) || isAboutTls(error.cause)
}

function refused(error: unknown): PrintableError {
  const what =
    error instanceof errors.AuthorizationError
      ? 'refuses us: check its user and password'
      : 'cannot be spoken to as ALLES_NATS_URL says: check whether it offers TLS, and its certificate'
  return new PrintableError(`The NATS server of ALLES_NATS_URL ${what}.`, { cause: error })
}
