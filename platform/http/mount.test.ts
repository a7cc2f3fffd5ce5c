import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createMetrics } from '../metrics/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { testEdge } from './test-edge.ts'

function mounted() {
  const edge = testEdge(testClock())
  edge.http.mount(['GET /raw/:id', 'POST /raw/:id'], async ({ request, response, exchange }) => {
    if (request.url?.endsWith('/broken')) throw new Error('a bug with a canary in it')
    exchange.setCookie('one', '1', { maxAgeSeconds: 60, httpOnly: true, sameSite: 'lax' })
    exchange.setCookie('two', '2', { maxAgeSeconds: 60, httpOnly: true, sameSite: 'lax' })
    response.setHeader('content-type', 'text/plain')
    response.end(`${exchange.caller?.actor.accountId ?? 'nobody'} says ${await text(request)}`)
  })
  return edge
}

test('hands requests over whole, with who calls, and sends what is answered with our headers', async () => {
  const { http, lines } = mounted()
  const answer = await http.inject({
    method: 'POST',
    url: '/raw/1?x=2',
    headers: {
      'content-type': 'application/strange',
      cookie: 'session=person',
      origin: 'https://else.example',
    },
    payload: 'a body of no known type',
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe('7 says a body of no known type')
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['x-request-id']).toMatch(/^[\w-]{36}$/)
  expect(answer.headers['set-cookie']).toHaveLength(2)
  expect(lines.filter((line) => line['level'] === 'error')).toEqual([])
})

test('takes a bad credential for none', async () => {
  const { http } = mounted()
  const answer = await http.inject({ url: '/raw/1', headers: { authorization: 'Basic eHg6eXk=' } })
  expect(answer.body).toBe('nobody says ')
})

test('answers a bug as one, and says nothing of it', async () => {
  const { http, lines } = mounted()
  const answer = await http.inject('/raw/broken')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('canary')
  expect(lines.map((line) => line['event'])).toContain('http.bug')
})

test('knows other methods and paths as it knows those of calls', async () => {
  const { http } = mounted()
  const answer = await http.inject({ method: 'DELETE', url: '/raw/1' })
  expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST'])
  expect((await http.inject('/raw/1/2')).statusCode).toBe(404)
  expect(() => http.mount(['GET /raw/:id'], async () => undefined)).toThrow('answered twice')
})

test('counts against the general limit', async () => {
  const { http } = testEdge(testClock(), { rateLimits: true })
  http.mount(['GET /raw'], async ({ response }) => void response.end('x'))
  const statuses = await Promise.all(
    Array.from({ length: 620 }, async () => (await http.inject('/raw')).statusCode),
  )
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
})

test('counts against a limit of its own, by address', async () => {
  const edge = testEdge(testClock(), { rateLimits: true })
  const limit = { count: 2, seconds: 60, by: 'address' } as const
  edge.http.mount(['POST /raw'], async ({ response }) => void response.end('x'), limit)
  edge.http.mount(['POST /other'], async ({ response }) => void response.end('x'))
  const post = async (url: string) => edge.http.inject({ method: 'POST', url })
  const statuses = [await post('/raw'), await post('/raw'), await post('/raw'), await post('/other')]
  expect(statuses.map((one) => one.statusCode)).toEqual([200, 200, 429, 200])
  expect(statuses[2]?.headers['retry-after']).toBe('30')
})

test('counts a request once, whether it is answered or broken', async () => {
  const metrics = createMetrics({ process: false })
  const { http } = testEdge(testClock(), { metrics })
  http.mount(['GET /raw/:id'], async ({ request, response }) => {
    if (request.url?.endsWith('/broken')) throw new Error('a bug')
    response.end('x')
  })
  await http.inject('/raw/1')
  await http.inject('/raw/broken')
  const counted = await metrics.text()
  for (const status of ['2xx', '5xx'])
    expect(counted).toMatch(new RegExp(`http_request_seconds_count\\{.*status="${status}".*\\} 1\\n`))
})
