import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import type { Egress, EgressAnswer } from '@alles/platform/egress'
import { PrintableError } from '@alles/platform/log'
import { checkedName, isBlobName, type BlobStore, type StoredBlob } from './blob-store.ts'
import type { S3Place } from './s3-place.ts'

/** Its name in the registry of places that may be spoken to. */
export const s3Destination = 's3'

/** More than any blob has: a picture is 10 MiB before it is made smaller. */
const mostBytes = 16 * 1024 * 1024
const timeoutMs = 15_000

/** The store answered with something else than it should; its words are not ours to repeat. */
export class S3Fault extends PrintableError {
  override name = 'S3Fault'

  constructor(what: string, status: number) {
    super(`The S3 store answered ${status} when asked to ${what}.`)
  }
}

interface Asking {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Behind the bucket, with its query string. */
  readonly path: string
  readonly body?: Uint8Array
}

/** Blobs as objects of a bucket, addressed by path, through the way out. */
export function createS3Blobs(egress: Egress, place: S3Place): BlobStore {
  const ask = async ({ method, path, body = new Uint8Array() }: Asking): Promise<EgressAnswer> => {
    const signed = await new AwsV4Signer({
      method,
      url: `${place.origin}/${place.bucket}/${path}`,
      // What was sent is what was signed: over plain HTTP nobody on the way can change it.
      headers: { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
      accessKeyId: place.accessKeyId,
      secretAccessKey: place.secretAccessKey.reveal(),
      service: 's3',
      region: place.region,
    }).sign()
    return egress.fetch({
      destination: s3Destination,
      url: signed.url.href,
      method,
      headers: { ...Object.fromEntries(signed.headers), 'content-type': 'application/octet-stream' },
      ...(method === 'PUT' && { body }),
      maxBytes: mostBytes,
      timeoutMs,
    })
  }
  return {
    async write(name, body) {
      const { status } = await ask({ method: 'PUT', path: checkedName(name), body })
      if (status !== 200) throw new S3Fault('keep an object', status)
    },
    async read(name) {
      const { status, body } = await ask({ method: 'GET', path: checkedName(name) })
      if (status === 404) return null
      if (status !== 200) throw new S3Fault('give an object', status)
      return body
    },
    async remove(names) {
      for (const name of names) {
        const { status } = await ask({ method: 'DELETE', path: checkedName(name) })
        if (status !== 204 && status !== 200 && status !== 404) throw new S3Fault('delete an object', status)
      }
    },
    list: () => listObjects(ask),
  }
}

async function* listObjects(ask: (asking: Asking) => Promise<EgressAnswer>): AsyncGenerator<StoredBlob> {
  let token: string | undefined
  do {
    const search = new URLSearchParams({
      'list-type': '2',
      ...(token !== undefined && { 'continuation-token': token }),
    })
    const { status, body } = await ask({ method: 'GET', path: `?${search.toString()}` })
    if (status !== 200) throw new S3Fault('list its objects', status)
    const text = Buffer.from(body).toString('utf8')
    yield* objectsIn(text)
    token = /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(text)?.[1]
  } while (token !== undefined)
}

/** Our names need no escaping in XML, so that an entry can be read as it is; others are left alone. */
function objectsIn(text: string): StoredBlob[] {
  return [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, entry = '']) => {
    const name = /<Key>([^<]+)<\/Key>/.exec(entry)?.[1]
    const written = /<LastModified>([^<]+)<\/LastModified>/.exec(entry)?.[1]
    return name === undefined || written === undefined || !isBlobName(name)
      ? []
      : [{ name, writtenAt: Date.parse(written) }]
  })
}
