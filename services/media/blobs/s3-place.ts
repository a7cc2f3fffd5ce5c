import { Secret } from '@alles/platform/contract'

/** A bucket of an S3-compatible store, and how to prove who we are there. */
export interface S3Place {
  /** Scheme, host and port. */
  readonly origin: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
}

const usualRegion = 'us-east-1'

/**
 * Reads `s3://KEY:SECRET@HOST[:PORT]/BUCKET[?region=…][&tls=off]`, or the same with `http:` or `https:`. Gives what is
 * wrong, in words that follow the name of the setting, where it is not one.
 */
export function readS3Place(address: Secret): S3Place | string {
  const url = URL.parse(address.reveal())
  if (!url || url.hostname === '') return 'must have the form s3://KEY:SECRET@HOST/BUCKET'
  const accessKeyId = decoded(url.username)
  const secretAccessKey = decoded(url.password)
  if (accessKeyId === '' || secretAccessKey === '')
    return 'must have a key and a secret, percent-encoded, before the @'
  const bucket = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/.exec(url.pathname)?.[1]
  if (bucket === undefined) return 'must name one bucket, and nothing below it, as its path'
  const scheme = schemeOf(url)
  if (scheme === null)
    return 'takes region=NAME and tls=on or tls=off after the question mark, and nothing else'
  return {
    origin: new URL(`${scheme}://${url.host}`).origin,
    bucket,
    region: url.searchParams.get('region') ?? usualRegion,
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
  }
}

/** Empty where it is not percent-encoded as it should be. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Null where the query string says something that is not known. */
function schemeOf({ protocol, searchParams }: URL): 'http' | 'https' | null {
  if ([...searchParams.keys()].some((name) => name !== 'region' && name !== 'tls')) return null
  const tls = searchParams.get('tls') ?? (protocol === 'http:' ? 'off' : 'on')
  if (tls !== 'on' && tls !== 'off') return null
  return tls === 'on' ? 'https' : 'http'
}
