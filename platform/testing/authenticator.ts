import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** What a test may make an authenticator do wrong. */
export interface Whims {
  readonly origin?: string
  readonly userVerified?: boolean
  /** The counter it says it is at; absent: it counts, or not, as it was made. */
  readonly counter?: number
  readonly rpId?: string
}

/** An authenticator with a resident key, as browsers and phones have them, in software. */
export interface Authenticator {
  /** Answers `PublicKeyCredentialCreationOptionsJSON` as a browser does. */
  create(options: CreationOptions, whims?: Whims): object
  /** Answers `PublicKeyCredentialRequestOptionsJSON`. */
  get(options: RequestOptions, whims?: Whims): AssertionJson
}

export interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id?: string }
  readonly user: { readonly id: string }
}

export interface RequestOptions {
  readonly challenge: string
  readonly rpId?: string
}

export interface AssertionJson {
  readonly id: string
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    readonly userHandle: string
  }
}

interface Making {
  /** Whether it counts uses; those that are synced do not. */
  readonly counts?: boolean
  readonly synced?: boolean
}

const flags = { present: 1, verified: 4, mayBackUp: 8, backedUp: 16, hasKey: 64 }

export function createAuthenticator({ counts = false, synced = false }: Making = {}): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0
  let userHandle = ''
  const dataFor = (rpId: string, whims: Whims, extra: Buffer) => {
    counter += counts ? 1 : 0
    const count = Buffer.alloc(4)
    count.writeUInt32BE(whims.counter ?? counter)
    const flag =
      flags.present |
      (whims.userVerified === false ? 0 : flags.verified) |
      (synced ? flags.mayBackUp | flags.backedUp : 0) |
      (extra.length > 0 ? flags.hasKey : 0)
    return Buffer.concat([sha256(Buffer.from(whims.rpId ?? rpId)), Buffer.from([flag]), count, extra])
  }
  const common = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }
  return {
    create(options, whims = {}) {
      userHandle = options.user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, id, coseKeyOf(publicKey)])
      const authData = dataFor(options.rp.id ?? '', whims, credential)
      const attestation = map([
        [text('fmt'), text('none')],
        [text('attStmt'), map([])],
        [text('authData'), bytes(authData)],
      ])
      return {
        ...common,
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, whims).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get(options, whims = {}) {
      const authenticatorData = dataFor(options.rpId ?? '', whims, Buffer.alloc(0))
      const client = clientData('webauthn.get', options.challenge, whims)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), privateKey)
      return {
        ...common,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle,
        },
      } as AssertionJson
    },
  }
}

function clientData(type: string, challenge: string, { origin = 'http://localhost:3000' }: Whims): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}

/** A P-256 key in COSE's form (RFC 9053): kty EC2, alg ES256, crv P-256, x, y. */
function coseKeyOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return map([
    [int(1), int(2)],
    [int(3), int(-7)],
    [int(-1), int(1)],
    [int(-2), bytes(Buffer.from(x, 'base64url'))],
    [int(-3), bytes(Buffer.from(y, 'base64url'))],
  ])
}

/** The few kinds of CBOR (RFC 8949) an authenticator speaks. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}

const int = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value))
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value])
const text = (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)])
const map = (entries: readonly (readonly [Buffer, Buffer])[]) =>
  Buffer.concat([head(5, entries.length), ...entries.flat()])
