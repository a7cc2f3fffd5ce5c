import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testCertificate } from '../http/test-certificate.ts'
import { silentLog } from '../log/index.ts'
import { createMetrics } from '../metrics/index.ts'
import { testClock } from '../testing/test-clock.ts'
import type { Destination } from './destinations.ts'
import { createEgress, EgressFault, type EgressRequest } from './egress.ts'
import type { LedgerEntry } from './ledger.ts'

let servers: Server[] = []
let ledger: LedgerEntry[] = []
beforeEach(() => {
  servers = []
  ledger = []
})
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function serving(answer: RequestListener, secure = false): Promise<number> {
  const server = secure ? createSecure(testCertificate, answer) : createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

interface World {
  readonly ports: readonly number[]
  readonly place?: Partial<Destination>
  /** What the resolver says, one list a question. */
  readonly answers?: (readonly string[])[]
}

function egressTo({ ports, place, answers }: World) {
  const asked: string[] = []
  const egress = createEgress({
    destinations: {
      place: {
        purpose: 'a test',
        hosts: ['place.test', '*.sub.test'],
        ports,
        schemes: ['http', 'https'],
        reach: 'loopback',
        certificates: testCertificate.cert,
        ...place,
      },
    },
    async resolve(host) {
      asked.push(host)
      const answer = answers === undefined ? ['127.0.0.1'] : answers.shift()
      if (!answer) throw new Error('no such host')
      return answer
    },
    record: (entry) => ledger.push(entry),
    log: silentLog,
    metrics: createMetrics({ process: false }),
    clock: testClock(5),
  })
  const get = (url: string, more: Partial<EgressRequest> = {}) =>
    egress.fetch({ destination: 'place', url, maxBytes: 1000, timeoutMs: 3000, ...more })
  const fault = async (url: string, more: Partial<EgressRequest> = {}) => {
    const error: unknown = await get(url, more).catch((thrown: unknown) => thrown)
    return error instanceof EgressFault ? error.code : error
  }
  return { asked, get, fault }
}

describe('a request', () => {
  test('goes to the address that was vetted, and is written down', async () => {
    const port = await serving((request, response) => {
      response.setHeader(
        'x-seen',
        `${request.method} ${request.headers.host} ${request.headers['user-agent']}`,
      )
      request.pipe(response)
    })
    const { get, asked } = egressTo({ ports: [port] })
    const answer = await get(`http://place.test:${port}/a`, { method: 'POST', body: 'héllo' })
    expect(answer).toMatchObject({ status: 200, url: `http://place.test:${port}/a` })
    expect(Buffer.from(answer.body).toString()).toBe('héllo')
    expect(answer.headers['x-seen']).toBe(`POST place.test:${port} Alles`)
    expect(asked).toEqual(['place.test'])
    expect(ledger).toEqual([
      {
        at: 5,
        destination: 'place',
        purpose: 'a test',
        host: 'place.test',
        status: 200,
        bytesOut: 6,
        bytesIn: 6,
        ms: expect.any(Number),
        outcome: 'answered',
      },
    ])
  })

  test('over HTTPS checks the certificate against the name', async () => {
    const port = await serving((_, response) => void response.end('ok'), true)
    const { get, fault } = egressTo({ ports: [port], place: { hosts: ['localhost', 'place.test'] } })
    expect((await get(`https://localhost:${port}/`)).status).toBe(200)
    expect(await fault(`https://place.test:${port}/`)).toBe('unreachable')
  })

  test('gives statuses of refusal as answers', async () => {
    const port = await serving((_, response) => void response.writeHead(503).end('no'))
    expect((await egressTo({ ports: [port] }).get(`http://place.test:${port}/`)).status).toBe(503)
  })
})

describe('refused before anything is sent', () => {
  test.each([
    ['another host', 'http://other.test:8080/', 'host_not_allowed'],
    ['a host that ends alike', 'http://evilplace.test:8080/', 'host_not_allowed'],
    ['the parent of a pattern', 'http://sub.test:8080/', 'host_not_allowed'],
    ['another port', 'http://place.test:8081/', 'port_not_allowed'],
    ['the usual port', 'http://place.test/', 'port_not_allowed'],
    ['another scheme', 'ftp://place.test:8080/', 'scheme_not_allowed'],
    ['a file', 'file:///etc/passwd', 'scheme_not_allowed'],
    ['credentials in the address', 'http://a:b@place.test:8080/', 'malformed_address'],
    ['no address', 'place', 'malformed_address'],
  ])('is %s', async (_, url, reason) => {
    const { fault, asked } = egressTo({ ports: [8080] })
    expect(await fault(url)).toBe(reason)
    expect(asked).toEqual([])
  })

  test('is a destination nobody registered', async () => {
    const { fault } = egressTo({ ports: [80] })
    expect(await fault('http://place.test/', { destination: 'elsewhere' })).toBe('unknown_destination')
    expect(await fault('http://place.test/', { destination: 'constructor' })).toBe('unknown_destination')
  })

  test('is a host with an address that is not allowed, even beside one that is', async () => {
    const { fault } = egressTo({ ports: [80], answers: [['127.0.0.1', '10.0.0.1'], [], ['8.8.8.8']] })
    expect(await fault('http://place.test/')).toBe('address_not_allowed')
    expect(await fault('http://place.test/')).toBe('not_resolved')
    expect(await fault('http://place.test/')).toBe('address_not_allowed')
    expect(await fault('http://place.test/')).toBe('not_resolved')
    expect(ledger.map((entry) => entry.outcome)).toEqual([
      'address_not_allowed',
      'not_resolved',
      'address_not_allowed',
      'not_resolved',
    ])
  })

  test.each([
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '017700000001',
  ])('is %s where only the public network is allowed', async (host) => {
    const { fault, asked } = egressTo({ ports: [80], place: { hosts: 'any public', reach: 'public' } })
    expect(await fault(`http://${host}/`)).toBe('address_not_allowed')
    expect(asked).toEqual([])
  })
})

describe('a name whose address changes', () => {
  test('is asked for once, so that it cannot change between the question and the connection', async () => {
    const port = await serving((_, response) => void response.end('here'))
    const { get, asked } = egressTo({ ports: [port], answers: [['127.0.0.1'], ['10.0.0.1']] })
    expect(Buffer.from((await get(`http://place.test:${port}/`)).body).toString()).toBe('here')
    expect(asked).toEqual(['place.test'])
  })

  test('is vetted again for every redirect', async () => {
    const port = await serving((_, response) => void response.writeHead(302, { location: '/again' }).end())
    const { fault, asked } = egressTo({ ports: [port], answers: [['127.0.0.1'], ['169.254.169.254']] })
    expect(await fault(`http://place.test:${port}/`)).toBe('address_not_allowed')
    expect(asked).toEqual(['place.test', 'place.test'])
  })
})

describe('redirects', () => {
  test('are followed five times and no further', async () => {
    const port = await serving((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('there')
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    })
    const { get, fault } = egressTo({ ports: [port] })
    expect((await get(`http://place.test:${port}/5`)).url).toBe(`http://place.test:${port}/0`)
    expect(ledger).toHaveLength(6)
    expect(await fault(`http://place.test:${port}/6`)).toBe('too_many_redirects')
  })

  test('lead nowhere the registry does not allow', async () => {
    let location = ''
    const port = await serving((_, response) => void response.writeHead(302, { location }).end())
    const { fault } = egressTo({ ports: [port] })
    for (const [to, reason] of [
      ['http://other.test/', 'port_not_allowed'],
      [`http://other.test:${port}/`, 'host_not_allowed'],
      ['http://127.0.0.1:1/', 'port_not_allowed'],
      ['file:///etc/passwd', 'scheme_not_allowed'],
      ['http://', 'malformed_address'],
    ] as const) {
      location = to
      expect(await fault(`http://place.test:${port}/`)).toBe(reason)
    }
  })

  test('never lead from HTTPS to HTTP', async () => {
    const plain = await serving((_, response) => void response.end('seen by everyone'))
    const port = await serving((_, response) => {
      response.writeHead(302, { location: `http://place.test:${plain}/` }).end()
    }, true)
    const { fault } = egressTo({ ports: [port, plain], place: { hosts: ['localhost', 'place.test'] } })
    expect(await fault(`https://localhost:${port}/`)).toBe('downgrade')
  })

  test('take no credentials and no body to another origin', async () => {
    const seen: (string | undefined)[] = []
    const other = await serving((request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie, request.headers['x-kept'] as string)
      response.end()
    })
    let status = 302
    const port = await serving((_, response) => {
      response.writeHead(status, { location: `http://a.sub.test:${other}/` }).end()
    })
    const { get, fault } = egressTo({ ports: [port, other] })
    const headers = { Authorization: 'Bearer x', Cookie: 'a=b', 'X-Kept': 'yes' }
    await get(`http://place.test:${port}/`, { headers })
    expect(seen).toEqual([undefined, undefined, 'yes'])
    status = 307
    expect(await fault(`http://place.test:${port}/`, { method: 'POST', body: 'secret' })).toBe(
      'body_across_origins',
    )
    expect(seen).toHaveLength(3)
  })

  test('after a form become a GET without its body', async () => {
    const port = await serving((request, response) => {
      if (request.url === '/form') response.writeHead(303, { location: '/done' }).end()
      else response.end(`${request.method} ${request.headers['content-type']}`)
    })
    const answer = await egressTo({ ports: [port] }).get(`http://place.test:${port}/form`, {
      method: 'POST',
      body: 'a=b',
      headers: { 'content-type': 'text/plain' },
    })
    expect(Buffer.from(answer.body).toString()).toBe('GET undefined')
  })
})

describe('limits', () => {
  test('end an answer that is too large, declared or not', async () => {
    const port = await serving((request, response) => {
      if (request.url === '/declared') response.setHeader('content-length', 5000)
      const more = () => {
        while (response.writable && response.write('x'.repeat(100)));
      }
      response.on('drain', more)
      more()
    })
    const { fault } = egressTo({ ports: [port] })
    expect(await fault(`http://place.test:${port}/endless`)).toBe('too_large')
    expect(await fault(`http://place.test:${port}/declared`)).toBe('too_large')
  })

  test('end what is too slow: the name, the head, or the body', async () => {
    const port = await serving((request, response) => {
      if (request.url === '/body') response.write('x')
    })
    const { fault } = egressTo({ ports: [port] })
    expect(await fault(`http://place.test:${port}/head`, { timeoutMs: 60 })).toBe('too_slow')
    expect(await fault(`http://place.test:${port}/body`, { timeoutMs: 60 })).toBe('too_slow')
    const stuck = createEgress({
      destinations: { place: { purpose: '', hosts: ['place.test'], ports: [80], schemes: ['http'] } },
      resolve: () => new Promise(() => {}),
      record: (entry) => ledger.push(entry),
      log: silentLog,
      metrics: createMetrics({ process: false }),
      clock: testClock(),
    })
    await expect(
      stuck.fetch({ destination: 'place', url: 'http://place.test/', maxBytes: 1, timeoutMs: 60 }),
    ).rejects.toMatchObject({ code: 'too_slow' })
  })

  test('name the destination and no address in what is thrown', async () => {
    const { get } = egressTo({ ports: [1] })
    const error: unknown = await get('http://place.test:1/path?token=x').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(EgressFault)
    expect(String(error)).toBe('EgressFault: The request to place was not carried out: unreachable.')
  })
})
