import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GatewaySocket } from '../support/gateway.ts'
import { addBot, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { exchangeBytes } from '../support/raw-socket.ts'
import { pause, startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let owner: TestPerson
let guild: TestGuild
let token = ''
let witness: GatewaySocket

const intents = (1 << 0) | (1 << 9) | (1 << 15)

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  owner = await signUp(server.origin)
  guild = await makeGuild(owner)
  token = await addBot(owner, guild)
  witness = await identified()
})

afterAll(async () => {
  witness?.close()
  await server?.remove()
})

async function identified(): Promise<GatewaySocket> {
  const socket = new GatewaySocket(server.origin)
  await socket.say(2, { token, intents, properties: {} })
  await socket.event('GUILD_CREATE')
  return socket
}

const host = 'Host: x\r\nConnection: close\r\n'
const post = (path: string, headers: string, body: string) =>
  `POST ${path} HTTP/1.1\r\n${host}Content-Type: application/json\r\n${headers}\r\n${body}`
const noise = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919 + 13) % 256))

const badRequests: readonly (readonly [string, string | Buffer, number])[] = [
  ['noise', noise, 400],
  ['a TLS hello', Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 255]), 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['HTTP/3.7', 'GET /api/v10/none HTTP/3.7\r\n\r\n', 400],
  ['HTTP/1.0 at an unknown address', 'GET /api/v10/none HTTP/1.0\r\n\r\n', 404],
  ['no host', 'GET /api/v10/users/@me HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a whole URL', `GET http://evil.example/api/v10/none HTTP/1.1\r\n${host}\r\n`, 404],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 404],
  ['a path without a slash', `GET api/v10 HTTP/1.1\r\n${host}\r\n`, 400],
  ['an unknown method', `BREW /api/v10/users/@me HTTP/1.1\r\n${host}\r\n`, 400],
  ['bare line feeds', 'GET /api/v10/none HTTP/1.1\nHost: x\n\n', 400],
  ['a folded header', `GET /api/v10/none HTTP/1.1\r\n${host}X-A: b\r\n c\r\n\r\n`, 400],
  ['a NUL in a header', `GET /api/v10/none HTTP/1.1\r\n${host}X-A: b\0c\r\n\r\n`, 400],
  ['3,000 headers', `GET /api/v10/none HTTP/1.1\r\n${host}${'X-A: b\r\n'.repeat(3000)}\r\n`, 431],
  ['a long address', `GET /api/v10/${'a'.repeat(9000)} HTTP/1.1\r\n${host}\r\n`, 414],
  ['a very long address', `GET /api/v10/${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431],
  ['a length beyond all', post('/api/alles/session', 'Content-Length: 99999999999999999999\r\n', '{}'), 400],
  ['a length of petabytes', post('/api/alles/session', 'Content-Length: 9007199254740991\r\n', '{}'), 413],
  ['a negative length', post('/api/alles/session', 'Content-Length: -5\r\n', '{}'), 400],
  ['a hexadecimal length', post('/api/alles/session', 'Content-Length: 0x2\r\n', '{}'), 400],
  ['two lengths', post('/api/alles/session', 'Content-Length: 2\r\nContent-Length: 3\r\n', '{}'), 400],
  [
    'a length and chunks',
    post('/api/alles/session', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    400,
  ],
  [
    'chunks of no length',
    post('/api/alles/session', 'Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
    400,
  ],
  ['an unknown encoding', post('/api/alles/session', 'Transfer-Encoding: gzip\r\n', '{}'), 400],
  [
    'a packed body',
    post('/api/alles/session', 'Content-Encoding: gzip\r\nContent-Length: 2\r\n', '\x1f\x8b'),
    400,
  ],
  ['an odd expectation', post('/api/alles/session', 'Expect: miracles\r\nContent-Length: 2\r\n', '{}'), 400],
  [
    'a body of 300 KB in chunks',
    post(
      '/api/alles/applications',
      'Transfer-Encoding: chunked\r\n',
      `493E0\r\n${'x'.repeat(300_000)}\r\n0\r\n\r\n`,
    ),
    401,
  ],
]

describe('HTTP that is none', () => {
  test.each(badRequests)('%s', async (_, bytes, status) => {
    const answer = await exchangeBytes(server.port, bytes)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    const parsed = JSON.parse(body) as { code: unknown; message?: unknown; request_id?: unknown }
    if (/content-type: application\/problem\+json/i.test(head))
      expect(parsed).toMatchObject({
        code: expect.stringMatching(/^\w+$/),
        request_id: expect.any(String),
        status,
      })
    else expect(parsed).toMatchObject({ code: expect.any(Number), message: expect.any(String) })
  })

  test('upgrades of other addresses, or without what they need', async () => {
    const upgrade = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    for (const [request, status] of [
      [`GET /api/v10/users/@me HTTP/1.1\r\n${upgrade}\r\n`, 404],
      [`GET /gateway HTTP/1.1\r\n${upgrade}\r\n`, 400],
      [`GET /gateway HTTP/1.1\r\n${upgrade}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n`, 400],
      [`GET /gateway HTTP/1.1\r\n${upgrade}${key}Sec-WebSocket-Version: 99\r\n\r\n`, 400],
      [`POST /gateway HTTP/1.1\r\n${upgrade}${key}Sec-WebSocket-Version: 13\r\n\r\n`, 405],
      [`GET /api/v10/none HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`, 404],
    ] as const)
      expect(await exchangeBytes(server.port, request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  test('those who are slow keep nobody waiting, and those who leave are forgotten', async () => {
    const slow = await Promise.all(
      Array.from({ length: 150 }, async (_, index) => {
        const socket = connect(server.port, '127.0.0.1').on('error', () => undefined)
        await once(socket, 'connect')
        const head = `POST /api/alles/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
        if (index % 3 === 1) socket.write('GET /heal')
        if (index % 3 === 2) socket.write(`${head}Content-Length: 100\r\n\r\n{"login":"`)
        return socket
      }),
    )
    for (let turn = 0; turn < 10; turn += 1) {
      for (const socket of slow) if (socket.bytesWritten > 20) socket.write('x')
      const start = performance.now()
      expect((await owner.raw('GET', '/api/v10/users/@me')).status).toBe(200)
      expect(performance.now() - start).toBeLessThan(1000)
      await pause(20)
    }
    for (const [index, socket] of slow.entries())
      if (index % 2 === 0) socket.destroy()
      else socket.resetAndDestroy()
  })
})

type Frames = readonly (readonly [string, string | Buffer, number])[]

const badFrames: Frames = [
  ...['', 'x', '{', 'null', '[]', '1', '"x"', '{"d":{}}', '{"op":"1"}', '{"op":null}', '{"op":[2]}'].map(
    (text) => [`the text ${text}`, text, 4002] as const,
  ),
  ['nested lists', `{"op":2,"d":${'['.repeat(8000)}`, 4002],
  ['deep lists', `{"op":2,"d":${'['.repeat(7000)}${']'.repeat(7000)}}`, 4002],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe]), 1007],
  ...[0, 5, 7, 9, 10, 11, 99, -1, 1.5, 1e300].map(
    (op) => [`the opcode ${op}`, JSON.stringify({ op, d: {} }), 4001] as const,
  ),
  ['a frame of 17 KiB', JSON.stringify({ op: 1, d: null, x: 'x'.repeat(17 * 1024) }), 1009],
  ['a frame of 2 MB', 'x'.repeat(2_000_000), 1009],
  ['a heartbeat that is no number', '{"op":1,"d":"x"}', 4002],
  ['a heartbeat below zero', '{"op":1,"d":-1}', 4002],
  ['a heartbeat beyond all numbers', '{"op":1,"d":1e400}', 4002],
  ['an Identify of nothing', '{"op":2}', 4002],
  ['an Identify of a wrong form', '{"op":2,"d":{"token":1}}', 4002],
  ['an Identify with intents as text', '{"op":2,"d":{"token":"","intents":"513"}}', 4002],
  ['an Identify for no account', '{"op":2,"d":{"token":"","account":"abc"}}', 4002],
  [
    'an Identify with a long token',
    JSON.stringify({ op: 2, d: { token: 'x'.repeat(401), intents: 1 } }),
    4002,
  ],
  ['an Identify without a token', '{"op":2,"d":{"token":"","intents":1}}', 4004],
  ['an Identify of nobody', '{"op":2,"d":{"token":"Bot x","intents":1}}', 4004],
  ['a Resume of a wrong form', '{"op":6,"d":{"token":"x","session_id":7,"seq":1}}', 4002],
  ['members before Identify', '{"op":8,"d":{"guild_id":"1","query":"","limit":0}}', 4003],
  ['a presence before Identify', '{"op":3,"d":{"status":"online"}}', 4003],
  ['a voice state before Identify', '{"op":4,"d":{}}', 4003],
]

const badWords: Frames = [
  ['a second Identify', '{"op":2,"d":{"token":"x","intents":1}}', 4005],
  ['a Resume', '{"op":6,"d":{"token":"x","session_id":"x","seq":1}}', 4005],
  ['members of no guild', '{"op":8,"d":{"guild_id":"abc","query":"","limit":0}}', 4002],
  ['members of all guilds', '{"op":8,"d":{"guild_id":["1","2"],"query":"","limit":0}}', 4002],
  ['members by wrong ids', '{"op":8,"d":{"guild_id":"1","user_ids":["x"]}}', 4002],
  ['a presence of nothing', '{"op":3,"d":null}', 4002],
  ['a long status', JSON.stringify({ op: 3, d: { status: 'x'.repeat(21) } }), 4002],
]

describe('frames of the gateway that are none', () => {
  test.each(badFrames)('%s', async (_, bytes, code) => {
    const socket = new GatewaySocket(server.origin)
    await socket.send(bytes)
    expect(await socket.closed()).toBe(code)
  })

  test.each(badWords)('%s of somebody who has identified', async (_, bytes, code) => {
    const socket = await identified()
    await socket.send(bytes)
    expect(await socket.closed()).toBe(code)
  })

  test('binary frames', async () => {
    const socket = new GatewaySocket(server.origin)
    await socket.send(noise, true)
    expect(await socket.closed()).toBe(4002)
  })

  test('two Identifies in one breath', async () => {
    const socket = new GatewaySocket(server.origin)
    for (let turn = 0; turn < 2; turn += 1) await socket.say(2, { token, intents })
    expect(await socket.closed()).toBe(4005)
  })

  test.each([undefined, null, -1, 1.5, 2 ** 30, 2 ** 53, 2 ** 26 - 1])(
    'intents %s of a bot',
    async (wrong) => {
      const socket = new GatewaySocket(server.origin)
      await socket.say(2, { token, intents: wrong })
      expect(await socket.closed()).toBe(4013)
    },
  )

  test.each([
    [1, 1],
    [0, 0],
    [-1, 1],
    [2, 1],
  ])('shard %s of %s', async (...shard) => {
    const socket = new GatewaySocket(server.origin)
    await socket.say(2, { token, intents, shard })
    expect(await socket.closed()).toBe(4010)
  })

  test.each(['v=8', 'v=11', 'v=x', 'v=10&encoding=etf'])('the address ?%s', async (query) => {
    expect(await new GatewaySocket(server.origin, { query }).closed()).toBe(4012)
  })

  test('more than 120 frames a minute', async () => {
    const socket = new GatewaySocket(server.origin)
    for (let turn = 0; turn < 121; turn += 1) await socket.say(1, null)
    expect(await socket.closed()).toBe(4008)
    expect(socket.frames.filter((frame) => frame.op === 11).length).toBeLessThanOrEqual(120)
  })

  test('an unknown session to resume is turned away and may identify', async () => {
    const socket = new GatewaySocket(server.origin)
    await socket.say(6, { token, session_id: 'none', seq: 3 })
    await socket.until((frame) => frame.op === 9)
    await socket.say(2, { token, intents })
    await socket.event('READY')
    socket.close()
  })

  test('a sequence that never was cannot be resumed', async () => {
    const first = await identified()
    const { d } = await first.event('READY')
    first.close()
    const socket = new GatewaySocket(server.origin)
    await socket.say(6, { token, session_id: (d as { session_id: string }).session_id, seq: 9999 })
    expect(await socket.closed()).toBe(4007)
  })

  test('foreign pages get no socket with a cookie', async () => {
    const headers = { cookie: owner.cookie, origin: 'https://evil.example' }
    expect(await new GatewaySocket(server.origin, { headers }).closed()).toBe(1006)
  })
})

test('nothing of all this was a bug, and who was connected all along still hears', async () => {
  const said = server.output()
  for (const bug of ['"level":"error"', 'gateway.connection_failed']) expect(said).not.toContain(bug)
  await owner.call('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'still here' })
  const { d } = await witness.event('MESSAGE_CREATE')
  expect(d).toMatchObject({ content: 'still here' })
})
