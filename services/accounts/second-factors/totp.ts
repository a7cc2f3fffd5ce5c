import { randomBytes } from 'node:crypto'
import { Secret as TotpSecret, TOTP } from 'otpauth'

/** What every authenticator app can do (RFC 6238): SHA-1, 6 digits, 30 seconds. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** How many steps a clock may be off, either way. */
const window = 1

/** 160 bits, as RFC 4226 recommends. */
export function newTotpSecret(): Buffer {
  return randomBytes(20)
}

/** The secret as it is typed, and the address behind the QR code. */
export function describeTotp(secret: Buffer, named: { issuer: string; label: string }) {
  const totp = new TOTP({ ...shape, ...named, secret: secretOf(secret) })
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** The step whose code this is, around the moment `now`; null where it is none's. */
export function stepOf(secret: Buffer, code: string, now: number): number | null {
  const delta = TOTP.validate({ ...shape, secret: secretOf(secret), token: code, timestamp: now, window })
  return delta === null ? null : TOTP.counter({ period: shape.period, timestamp: now }) + delta
}

function secretOf(bytes: Buffer): TotpSecret {
  return new TotpSecret({ buffer: Uint8Array.from(bytes).buffer })
}
