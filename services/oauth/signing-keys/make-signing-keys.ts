import { generateKeyPair, hash, type KeyObject, type webcrypto } from 'node:crypto'
import { promisify } from 'node:util'
import type { OAuth } from '../oauth.ts'
import { isDue, knownForMs, signsForMs } from './signing-key-policy.ts'
import {
  insertSigningKeys,
  listSigningKeys,
  lockSigningKeys,
  type SigningKeyRow,
} from './signing-key-store.ts'

const generate = promisify(generateKeyPair)
const algorithms = ['RS256', 'ES256'] as const

/** Seals the private keys; it is nobody's and is never destroyed. */
const sealingKey = '4611686018427387905'

export const signingPlace = (kid: string) => ({ table: 'oauth.signing_keys', column: 'sealed', row: kid })

/** Makes the keys whose time has come, or (`all`) one of each kind now. Answers how many were made. */
export async function makeSigningKeys(oauth: OAuth, all: boolean): Promise<number> {
  await oauth.keys.create({ keys: [{ kind: 'index', id: sealingKey }] })
  return oauth.database.transaction(async (tx) => {
    await lockSigningKeys(tx)
    const now = oauth.clock.now()
    const known = await listSigningKeys(tx, new Date(now))
    const due = algorithms.filter((algorithm) => all || isDue(known, algorithm, now))
    const rows = await Promise.all(due.map((algorithm) => newRow(oauth, algorithm, now)))
    if (rows.length > 0) await insertSigningKeys(tx, rows)
    return rows.length
  })
}

async function newRow(
  oauth: OAuth,
  algorithm: (typeof algorithms)[number],
  now: number,
): Promise<SigningKeyRow> {
  const jwk = { ...(await newKey(algorithm)).export({ format: 'jwk' }), alg: algorithm, use: 'sig' }
  const kid = thumbprint(jwk)
  const plain = Buffer.from(JSON.stringify({ ...jwk, kid }))
  const [sealed] = await oauth.keys.seal({ items: [{ key: sealingKey, place: signingPlace(kid), plain }] })
  if (!sealed) throw new Error('a signing key was not sealed')
  return {
    kid,
    algorithm,
    sealed: Buffer.from(sealed),
    created_at: new Date(now),
    leaves_at: new Date(now + signsForMs + knownForMs),
  }
}

async function newKey(algorithm: (typeof algorithms)[number]): Promise<KeyObject> {
  const pair =
    algorithm === 'RS256'
      ? await generate('rsa', { modulusLength: 2048 })
      : await generate('ec', { namedCurve: 'P-256' })
  return pair.privateKey
}

/** RFC 7638. */
function thumbprint({ kty, crv, e, n, x, y }: webcrypto.JsonWebKey): string {
  return hash('sha256', JSON.stringify(kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }), 'base64url')
}
