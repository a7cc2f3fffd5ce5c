import { REST } from 'discord.js'
import { command, Snowflake, z } from '@alles/platform/contract'
import { createHttp } from '@alles/platform/http'
import { systemClock } from '@alles/platform/ids'
import { silentLog } from '@alles/platform/log'
import { createMetrics } from '@alles/platform/metrics'
import { afterAll, beforeAll, expect, test } from 'vitest'

const note = (name: string, path: string, limit?: { count: number; seconds: number; by: 'account' }) =>
  command(`notes.${name}`, {
    about: 'Writes a note.',
    protocol: 'discord',
    http: `POST /channels/:channelId/${path}`,
    caller: 'account',
    input: z.object({ channelId: Snowflake }),
    output: z.object({ id: Snowflake }),
    ...(limit && { limit }),
  })
const limited = note('limited', 'notes', { count: 5, seconds: 1, by: 'account' })
const unlimited = note('unlimited', 'scraps')

const http = createHttp({
  publicUrl: 'http://localhost:3000',
  host: '127.0.0.1',
  port: 0,
  trustedProxies: [],
  rateLimits: true,
  log: silentLog,
  metrics: createMetrics({ process: false }),
  clock: systemClock,
  authenticate: async (request) => ({
    actor: { accountId: request.header('authorization') ?? '', bot: true },
    session: null,
    administrator: false,
  }),
})
let origin: string

beforeAll(async () => {
  const routes = http.routesFor('notes')
  for (const call of [limited, unlimited]) routes.answer(call, ({ channelId }) => ({ id: channelId }))
  origin = `http://127.0.0.1:${await http.listen()}`
})
afterAll(() => http.close())

function client(token: string) {
  const rest = new REST({ api: `${origin}/api`, version: '10', globalRequestsPerSecond: 1000 }).setToken(
    token,
  )
  const refused: string[] = []
  rest.on('response', (_, { status, headers }) => {
    if (status === 429) refused.push(headers.get('x-ratelimit-scope') ?? '')
  })
  return { rest, refused }
}

const channels = ['123456789012345678', '223456789012345678'] as const

test('a burst waits by itself and gets everything through, each channel at its own pace', async () => {
  const { rest, refused } = client('one')
  const began = performance.now()
  const answers = await Promise.all(
    channels.flatMap((channel) =>
      Array.from({ length: 14 }, () => rest.post(`/channels/${channel}/notes`) as Promise<{ id: string }>),
    ),
  )
  const seconds = (performance.now() - began) / 1000
  for (const channel of channels) expect(answers.filter(({ id }) => id === channel)).toHaveLength(14)
  // Nine more than a channel takes at once, at five a second; both channels at the same time.
  expect(seconds).toBeGreaterThan(1.5)
  expect(seconds).toBeLessThan(6)
  expect(refused).toEqual([])
})

test('more than fifty calls a second are refused as a whole, tried again, and get through', async () => {
  const { rest, refused } = client('two')
  const calls = Array.from(
    { length: 120 },
    (_, number) => `/channels/${BigInt(channels[0]) + BigInt(number)}/scraps`,
  )
  const answers = await Promise.all(calls.map((path) => rest.post(path as '/')))
  expect(answers).toHaveLength(120)
  expect(new Set(refused)).toEqual(new Set(['global']))
})
