import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Secret } from '@alles/platform/contract'
import { createEgress } from '@alles/platform/egress'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import { testClock } from '@alles/platform/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from './blob-store.ts'
import { createS3Blobs, s3Destination } from './s3-blobs.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

interface Arrived {
  readonly request: IncomingMessage
  readonly body: Buffer
}

const arrived: Arrived[] = []
const server = createServer((request, response) => {
  void note(request, response)
})

async function note(request: IncomingMessage, response: ServerResponse): Promise<void> {
  arrived.push({ request, body: await buffer(request) })
  response.end()
}

let store: BlobStore

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const place = { purpose: 'a test', hosts: ['127.0.0.1'], ports: [port], schemes: ['http' as const] }
  const egress = createEgress({
    destinations: { [s3Destination]: { ...place, reach: 'loopback' } },
    record: () => undefined,
    log: silentLog,
    metrics: createMetrics({ process: false }),
    clock: testClock(),
  })
  store = createS3Blobs(egress, {
    origin: `http://127.0.0.1:${port}`,
    bucket: 'pictures',
    region: 'eu-central-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: new Secret(secret),
  })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const sha = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** What a store computes of what reached it (AWS Signature Version 4, "Create a signed request"). */
function signatureOf({ request, body }: Arrived): { sent: string; computed: string } {
  const [, scope = '', names = '', sent = ''] =
    /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/(\S+), SignedHeaders=(\S+), Signature=(\w{64})$/.exec(
      request.headers.authorization ?? '',
    ) ?? []
  const url = new URL(request.url ?? '', 'http://x')
  const query = [...url.searchParams]
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .toSorted()
    .join('&')
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name])}\n`)
  expect(request.headers['x-amz-content-sha256']).toBe(sha(body))
  const canonical = [request.method, url.pathname, query, headers.join(''), names, sha(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n')
  const [date = '', region = '', service = ''] = scope.split('/')
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request')
  return { sent, computed: hmac(key, toSign).toString('hex') }
}

test('what reaches a store is signed as it arrives', async () => {
  const name = `${'0123456789abcdef'.repeat(2)}.webp-64`
  await store.write(name, Buffer.from('a picture'))
  await store.read(name)
  await store.remove([name]).catch(() => undefined)
  for await (const _ of store.list()) expect(_).toBeUndefined()
  expect(arrived.map(({ request }) => request.method)).toEqual(['PUT', 'GET', 'DELETE', 'GET'])
  for (const one of arrived) {
    const { sent, computed } = signatureOf(one)
    expect(sent).toBe(computed)
  }
})

test('the secret itself is never sent', () => {
  for (const { request, body } of arrived)
    expect(JSON.stringify([request.rawHeaders, request.url, body.toString('latin1')])).not.toContain(secret)
})
