import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '@alles/platform/ids'
import type { AddressedFile, AttachmentAddresses } from '../contract/index.ts'

const hourSeconds = 3_600
const goodForSeconds = 24 * hourSeconds

/** `/media/attachments/…` and `/media/external/…` open the same files; the word says what they are. */
export type AddressKind = 'attachments' | 'external'

/** What stands behind the path of an address, as Discord writes it: in hex, seconds since 1970. */
export interface Signature {
  readonly ex: string
  readonly is: string
  readonly hm: string
}

export interface SignedFile extends AddressedFile {
  readonly kind: AddressKind
}

export interface Addresses extends AttachmentAddresses {
  /** Whether we signed this; and until when it is good, in seconds since 1970. */
  verify(file: SignedFile, signature: Signature): { readonly until: number } | null
  /** The secret last part of where a file is sent to. */
  uploadToken(id: string): string
  /** The id that a token was made for; null where we did not make it. */
  readToken(token: string): string | null
  readonly origin: string
}

interface Given {
  /** 32 bytes that this instance alone has. */
  readonly key: Uint8Array
  readonly publicUrl: string
  readonly clock: Clock
}

/** All of it is arithmetic: a page of history may have hundreds of addresses. */
export function createAddresses({ key, publicUrl, clock }: Given): Addresses {
  const { origin } = new URL(publicUrl)
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('hex')
  const pathOf = ({ kind, channelId, id, filename }: SignedFile) =>
    `/media/${kind}/${channelId}/${id}/${encodeURIComponent(filename)}`
  const sign = (path: string, ex: string, is: string) => mac(`${path}?ex=${ex}&is=${is}`)
  const addressOf = (file: SignedFile) => {
    const path = pathOf(file)
    // By the hour, so that who looks again within it can show what it has kept.
    const issued = Math.floor(clock.now() / 1000 / hourSeconds) * hourSeconds
    const is = issued.toString(16)
    const ex = (issued + goodForSeconds).toString(16)
    return `${origin}${path}?ex=${ex}&is=${is}&hm=${sign(path, ex, is)}`
  }
  const isOurs = (file: SignedFile, { ex, is, hm }: Signature) => equal(sign(pathOf(file), ex, is), hm)
  const tokenOf = (id: string) => `${id}-${mac(`upload:${id}`).slice(0, 32)}`
  return {
    origin,
    of: (file) => addressOf({ ...file, kind: 'attachments' }),
    ofPreview: (file) => addressOf({ ...file, kind: 'external' }),
    read(text) {
      const url = URL.parse(text)
      const file = url?.origin === origin ? fileOf(url) : null
      if (!url || !file) return null
      const { ex, is, hm } = Object.fromEntries(url.searchParams)
      if (ex === undefined || is === undefined || hm === undefined || !isOurs(file, { ex, is, hm }))
        return null
      const { kind: _, ...addressed } = file
      return addressed
    },
    verify(file, signature) {
      return isOurs(file, signature) ? { until: Number.parseInt(signature.ex, 16) } : null
    },
    uploadToken: tokenOf,
    readToken(token) {
      const [id = ''] = token.split('-', 1)
      return equal(tokenOf(id), token) ? id : null
    },
  }
}

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function fileOf({ pathname }: URL): SignedFile | null {
  const parts = /^\/media\/(attachments|external)\/(\d+)\/(\d+)\/([A-Za-z0-9_.-]+)$/.exec(pathname)
  const [, kind, channelId, id, filename] = parts ?? []
  if (kind === undefined || channelId === undefined || id === undefined || filename === undefined) return null
  return { kind: kind as AddressKind, channelId, id, filename }
}
