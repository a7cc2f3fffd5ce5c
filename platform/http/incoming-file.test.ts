import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpClient, openApi, query, upload, wireRequest, z, type Transport } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { exchangeBytes, testEdge, type TestEdge } from './test-edge.ts'

const sendPlan = upload('things.sendPlan', {
  about: 'Sends the plan of a thing.',
  http: 'POST /things/:id/plan',
  caller: 'person',
  input: z.object({ id: z.string(), title: z.string().optional() }),
  takes: ['image/*', 'application/octet-stream'],
  bodyLimit: 1000,
  output: z.object({ id: z.string(), title: z.string().optional(), bytes: z.int() }),
  status: 201,
  limit: { count: 3, seconds: 60, by: 'account' },
})

let edge: TestEdge
let port: number
let arrived: number
let ended: unknown[]
beforeEach(async () => {
  edge = testEdge(testClock(60 * 60_000))
  arrived = 0
  ended = []
  edge.http.routesFor('things').answer(sendPlan, async (input, { file }) => {
    try {
      for await (const chunk of file) arrived += chunk.byteLength
      ended.push('whole')
    } catch (error) {
      ended.push(error)
      throw error
    }
    return { ...input, bytes: arrived }
  })
  port = await edge.http.listen()
})
afterEach(() => edge.http.close())

const head = (...lines: string[]) =>
  [
    'POST /api/alles/things/7/plan?title=Roof HTTP/1.1',
    'Host: localhost',
    'Cookie: session=person',
    ...lines,
    '\r\n',
  ].join('\r\n')

/** What the edge answers to a head and then to `bytes`, sent as if nothing had been said. */
const answerTo = async (heads: string, bytes: string) => {
  const answer = await exchangeBytes(port, `${heads}${bytes}`)
  return { status: Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]), answer }
}

describe('a file', () => {
  test('reaches the handler as it is, with the fields of the address', async () => {
    const { status, answer } = await answerTo(
      head('Content-Type: image/png', 'Content-Length: 1000', 'Connection: close'),
      '\xff'.repeat(500),
    )
    expect(status).toBe(201)
    expect(answer).toContain('{"id":"7","title":"Roof","bytes":1000}')
  })

  test('may come in pieces of unknown number', async () => {
    const { status } = await answerTo(
      head('Content-Type: application/octet-stream', 'Transfer-Encoding: chunked', 'Connection: close'),
      '5\r\nabcde\r\n3\r\nfgh\r\n0\r\n\r\n',
    )
    expect([status, arrived]).toEqual([201, 8])
  })

  test('is sent by the client of the contract', async () => {
    const transport: Transport = async ({ method, path, body, file }) => {
      expect(body).toBeUndefined()
      return fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { cookie: 'session=person', 'content-type': file?.type ?? '' },
        body: file ?? null,
      })
    }
    const client = httpClient({ sendPlan }, transport)
    const file = new Blob(['abc'], { type: 'image/png' })
    expect(await client.sendPlan({ id: '7', title: 'Roof' }, file)).toEqual({
      id: '7',
      title: 'Roof',
      bytes: 3,
    })
    expect(wireRequest(sendPlan, { id: '7' })).toMatchObject({ method: 'POST', body: undefined })
  })

  test('is described', () => {
    const { paths } = openApi('Things', '1', [sendPlan]) as {
      paths: Record<string, Record<string, { requestBody: unknown; responses: object; parameters: object[] }>>
    }
    const described = paths['/api/alles/things/{id}/plan']?.post
    expect(described?.requestBody).toEqual({
      required: true,
      description: 'At most 1000 bytes.',
      content: { 'image/*': {}, 'application/octet-stream': {} },
    })
    expect(described?.parameters).toHaveLength(2)
    expect(Object.keys(described?.responses ?? {})).toEqual(['201', '400', '401', '413', '415', '429'])
  })

  test('is declared only where a body is sent', () => {
    expect(() => upload('things.bad', { ...sendPlan, http: 'GET /things' })).toThrow('things.bad')
  })
})

describe('a file is refused before it is read', () => {
  test.each([
    ['that says it is too large', 413, ['Content-Type: image/png', 'Content-Length: 1001']],
    ['of another type', 415, ['Content-Type: text/html', 'Content-Length: 5000']],
    ['of a type that only begins alike', 415, ['Content-Type: images/png', 'Content-Length: 3']],
    ['without a type', 415, ['Content-Length: 5000']],
    ['from another site', 403, ['Origin: https://evil.test', 'Content-Type: image/png', 'Content-Length: 3']],
  ])('%s', async (_, expected, lines) => {
    // Not a byte of the body is sent: the answer does not wait for it.
    const { status } = await answerTo(head(...lines, 'Connection: close'), '')
    expect(status).toBe(expected)
    expect(ended).toEqual([])
  })

  test('of nobody', async () => {
    const anonymous = head('Content-Type: image/png', 'Content-Length: 900', 'Connection: close')
    const { status } = await answerTo(anonymous.replace('session=person', 'x=y'), '')
    expect(status).toBe(401)
    expect(ended).toEqual([])
  })

  test('beyond the limit of its call', async () => {
    await edge.http.close()
    edge = testEdge(testClock(60 * 60_000), { rateLimits: true })
    edge.http.routesFor('things').answer(sendPlan, (input) => ({ ...input, bytes: 0 }))
    port = await edge.http.listen()
    const one = head('Content-Type: image/png', 'Content-Length: 1', 'Connection: close')
    for (let times = 0; times < 3; times += 1) expect((await answerTo(one, 'x')).status).toBe(201)
    expect((await answerTo(one, '')).status).toBe(429)
  })
})

describe('a file that is not what its head says', () => {
  test('is cut off where it is larger than it may be', async () => {
    const piece = `3e8\r\n${'x'.repeat(1000)}\r\n`
    const { status } = await answerTo(
      head('Content-Type: image/png', 'Transfer-Encoding: chunked', 'Connection: close'),
      `${piece}${piece}`,
    )
    expect(status).toBe(413)
    expect(arrived).toBeLessThanOrEqual(1000)
  })

  test('that does not end is not listened to for ever', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(head('Content-Type: image/png', 'Transfer-Encoding: chunked'))
    const piece = `3e8\r\n${'x'.repeat(1000)}\r\n`
    const pouring = setInterval(() => socket.write(piece), 1)
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(pouring)
    expect(ended).toHaveLength(1)
  })

  test('that breaks off tells its reader', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(`${head('Content-Type: image/png', 'Content-Length: 900')}only this`)
    while (arrived === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    socket.destroy()
    while (ended.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(ended).toMatchObject([{ kind: { code: 'malformed_body' } }])
    expect(edge.lines.filter(({ level }) => level === 'error' || level === 50)).toEqual([])
  })
})

test('a call that takes no file has none', async () => {
  edge.work = (_, exchange) => exchange.file
  const answer = await edge.http.inject({
    method: 'POST',
    url: '/api/alles/boxes/1/things',
    payload: { title: 'x' },
  })
  expect(answer.statusCode).toBe(500)
})

describe('bytes that are the same for everyone', () => {
  const showPlan = query('things.showPlan', {
    about: 'Shows the plan of a thing.',
    protocol: 'media',
    http: 'GET /plans/:id',
    caller: 'anyone',
    input: z.object({ id: z.string() }),
    output: z.unknown(),
    gives: ['image/png'],
  })
  const url = '/media/plans/7'
  beforeEach(() => {
    edge = testEdge(testClock())
    edge.http.routesFor('things').answerPublic(showPlan, async () => ({
      mediaType: 'image/png',
      bytes: Buffer.from('plan'),
      tag: 'abc',
      maxAgeSeconds: 60,
    }))
  })

  test('may be kept by anyone, shown by other sites, and do nothing', async () => {
    // A credential is not even looked at: a bad one changes nothing.
    const answer = await edge.http.inject({ url, headers: { cookie: 'session=nobody', authorization: 'x' } })
    expect([answer.statusCode, answer.body]).toEqual([200, 'plan'])
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '4',
      'cache-control': 'public, max-age=60, immutable',
      etag: '"abc"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'content-disposition': 'inline',
    })
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  test.each(['"abc"', 'W/"abc"', '"x", "abc"', '*'])(
    'are not sent again to who has them as %s',
    async (tag) => {
      const answer = await edge.http.inject({ url, headers: { 'if-none-match': tag } })
      expect([answer.statusCode, answer.body]).toEqual([304, ''])
      expect(answer.headers).toMatchObject({
        etag: '"abc"',
        'cache-control': 'public, max-age=60, immutable',
      })
    },
  )

  test('are sent to who has others, and described to who asks for the head', async () => {
    const other = await edge.http.inject({ url, headers: { 'if-none-match': '"x"' } })
    expect([other.statusCode, other.body]).toEqual([200, 'plan'])
    const described = await edge.http.inject({ url, method: 'HEAD' })
    expect([described.statusCode, described.body]).toEqual([200, ''])
    expect(described.headers).toMatchObject({ 'content-length': '4', etag: '"abc"' })
  })

  test('are declared for anyone and described by their type', () => {
    const routes = edge.http.routesFor('things')
    const secret = { ...showPlan, name: 'things.showSecret', caller: 'person' } as const
    expect(() => routes.answerPublic({ ...secret, http: 'GET /secrets' }, () => Promise.reject())).toThrow(
      'things.showSecret',
    )
    expect(JSON.stringify(openApi('Things', '1', [showPlan]))).toContain('"content":{"image/png":{}}')
  })

  test('leave no page below their prefix', async () => {
    for (const other of ['/media', '/media/other', '/media?x'])
      expect((await edge.http.inject({ url: other, headers: { accept: 'text/html' } })).statusCode).toBe(404)
  })
})
