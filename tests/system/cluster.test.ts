import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startCluster, type TestCluster } from '../support/cluster.ts'
import { GatewaySocket } from '../support/gateway.ts'
import { digHole } from '../support/hole.ts'
import { startLoad, wholeHistory } from '../support/load.ts'
import {
  addBot,
  at,
  invite,
  makeGuild,
  signIn,
  signUp,
  type TestGuild,
  type TestPerson,
} from '../support/person.ts'
import { pause } from '../support/server.ts'
import { SteadyClient } from '../support/steady-client.ts'

let cluster: TestCluster
let owner: TestPerson
let guest: TestPerson
let guild: TestGuild

beforeAll(async () => {
  cluster = await startCluster({ ALLES_RATE_LIMITS: 'off' })
  owner = await signUp(cluster.origin)
  guest = await signUp(cluster.origin)
  guild = await makeGuild(owner)
  await invite(owner, guild, guest)
}, 180_000)
afterEach(({ task }) => {
  if (task.result?.state === 'fail')
    process.stderr.write(`The processes said:\n${cluster.output().slice(-8000)}`)
})
afterAll(() => cluster?.remove())

async function connect(person: TestPerson, gateway: 0 | 1): Promise<GatewaySocket> {
  const socket = new GatewaySocket(cluster.gateways[gateway].origin, { headers: { cookie: person.cookie } })
  await socket.say(2, { token: '', properties: {} })
  await socket.until((frame) => frame.t === 'GUILD_CREATE' && (frame.d as { id: string }).id === guild.id)
  return socket
}

interface Wire {
  readonly id: string
  readonly content: string
}

function contents(socket: GatewaySocket): string[] {
  return socket.frames.flatMap((frame) => (frame.t === 'MESSAGE_CREATE' ? [(frame.d as Wire).content] : []))
}

test('each process answers what it is there for, and all say how they are', async () => {
  const status = async (server: { origin: string }, path: string) =>
    (await fetch(`${server.origin}${path}`)).status
  for (const server of [...cluster.apis, ...cluster.gateways, cluster.worker])
    for (const path of ['/healthz', '/readyz', '/metrics']) expect(await status(server, path)).toBe(200)
  expect(await status(cluster.apis[0], '/api/v10/gateway')).toBe(200)
  expect(await status(cluster.gateways[0], '/api/v10/gateway')).toBe(200)
  expect(await status(cluster.worker, '/api/v10/gateway')).toBe(404)
  expect(await status(cluster.gateways[0], '/api/v10/users/@me')).toBe(404)
  expect(await status(cluster.apis[0], '/api/v10/users/@me')).toBe(401)
  const { url } = (await (await fetch(`${cluster.origin}/api/v10/gateway`)).json()) as { url: string }
  expect(url).toBe(`${cluster.origin.replace('http', 'ws')}/gateway`)
})

test('people send through both apis, and listeners on both gateways hear everything once and in order', async () => {
  const listeners = await Promise.all([connect(owner, 0), connect(guest, 1), connect(owner, 1)])
  const senders = [at(owner, cluster.apis[0]), at(guest, cluster.apis[1])]
  const path = `/api/v10/channels/${guild.channel}/messages`
  const streams = Array.from({ length: 16 }, async (_, stream) => {
    for (let turn = 0; turn < 25; turn += 1)
      await senders[stream % 2]?.call('POST', path, { content: `${stream}-${turn}` })
  })
  await Promise.all(streams)
  for (const listener of listeners)
    await expect.poll(() => contents(listener).length, { timeout: 10_000 }).toBe(400)
  const history: string[] = []
  for (let after = '0'; history.length < 400;) {
    const page = await owner.call<Wire[]>('GET', `${path}?after=${after}&limit=100`)
    history.push(...page.toReversed().map((one) => one.content))
    after = page[0]?.id ?? after
  }
  for (const listener of listeners) expect(contents(listener)).toEqual(history)
  for (const listener of listeners) listener.close()
})

/** What the server answers at once, at another process than the one that changed it. */
const statusOf = async (work: Promise<Response>) => (await work).status

test('a role changed at one api is obeyed at the other and at both gateways at once', async () => {
  const path = `/api/v10/channels/${guild.channel}`
  const [here, there] = [at(owner, cluster.apis[0]), at(guest, cluster.apis[1])]
  const listener = await connect(guest, 1)
  for (let round = 0; round < 5; round += 1) {
    await there.call('POST', `${path}/messages`, { content: `allowed ${round}` })
    const deny = { type: 0, deny: String(1 << 10) }
    await here.call('PUT', `${path}/permissions/${guild.id}`, deny)
    expect(await statusOf(there.raw('POST', `${path}/messages`, { content: 'hidden' }))).toBe(403)
    expect(await statusOf(there.raw('GET', `${path}/messages`))).toBe(403)
    await here.call('POST', `${path}/messages`, { content: `among us ${round}` })
    await listener.until((frame) => frame.t === 'CHANNEL_DELETE')
    await here.call('DELETE', `${path}/permissions/${guild.id}`)
    await there.call('POST', `${path}/messages`, { content: `again ${round}` })
    await listener.until(
      (frame) => frame.t === 'MESSAGE_CREATE' && (frame.d as Wire).content === `again ${round}`,
    )
    expect(contents(listener).filter((content) => content.startsWith('among'))).toEqual([])
    listener.frames.length = 0
  }
  listener.close()
})

test('signing out and a new token at one api close sockets at both gateways', async () => {
  const elsewhere = await signIn(guest)
  const sockets = [await connect(elsewhere, 0), await connect(elsewhere, 1)]
  await at(elsewhere, cluster.apis[0]).call('DELETE', '/api/alles/session')
  for (const socket of sockets) expect(await socket.closed()).toBe(4004)
  for (const api of cluster.apis)
    expect(await statusOf(at(elsewhere, api).raw('GET', '/api/v10/users/@me'))).toBe(401)

  const token = await addBot(at(owner, cluster.apis[0]), guild)
  const bots = await Promise.all(
    cluster.gateways.map(async ({ origin }) => {
      const socket = new GatewaySocket(origin)
      await socket.say(2, { token, intents: 513, properties: {} })
      await socket.event('READY')
      return socket
    }),
  )
  const me = async (api: { origin: string }) =>
    statusOf(fetch(`${api.origin}/api/v10/users/@me`, { headers: { authorization: `Bot ${token}` } }))
  expect(await Promise.all(cluster.apis.map(me))).toEqual([200, 200])
  const [bot] = await owner.call<{ id: string }[]>('GET', '/api/alles/applications').then((answer) => {
    const { applications } = answer as unknown as { applications: { id: string }[] }
    return applications
  })
  await at(owner, cluster.apis[1]).call('POST', `/api/alles/applications/${bot?.id}/bot`)
  for (const socket of bots) expect(await socket.closed()).toBe(4004)
  expect(await Promise.all(cluster.apis.map(me))).toEqual([401, 401])
})

test('a name changed at one api is shown by the other, and told once at each gateway', async () => {
  const listeners = [await connect(owner, 0), await connect(owner, 1)]
  await at(guest, cluster.apis[0]).call('PATCH', '/api/alles/accounts/@me', { display_name: 'Holly' })
  for (const listener of listeners) {
    const told = () => listener.frames.filter((frame) => frame.t === 'GUILD_MEMBER_UPDATE')
    await expect.poll(() => told().length).toBe(1)
    await pause(200)
    expect(told()).toMatchObject([{ d: { user: { id: guest.id, global_name: 'Holly' } } }])
    listener.close()
  }
  const member = await at(owner, cluster.apis[1]).call(
    'GET',
    `/api/v10/guilds/${guild.id}/members/${guest.id}`,
  )
  expect(member).toMatchObject({ user: { global_name: 'Holly' } })
})

test('what a process committed before it was killed is told by another', async () => {
  const hole = await digHole(cluster.nats.port)
  const doomed = await cluster.startAnother('api', { ALLES_NATS_URL: `nats://127.0.0.1:${hole.port}` })
  const listener = await connect(guest, 0)
  const by = at(owner, doomed)
  const path = `/api/v10/channels/${guild.channel}/messages`
  const kept = await owner.call<Wire>('POST', path, { content: 'to be edited' })
  await listener.until((frame) => frame.t === 'MESSAGE_CREATE')
  hole.stopUp()
  const role = await by.call<{ id: string }>('POST', `/api/v10/guilds/${guild.id}/roles`, { name: 'Heir' })
  const sent = await by.call<Wire>('POST', path, { content: 'last words' })
  await by.call('PATCH', `${path}/${kept.id}`, { content: 'edited' })
  await doomed.kill()
  await hole.close()
  const began = performance.now()
  const told = await listener.until(({ t, d }) => t === 'GUILD_CREATE' && hasRole(d, role.id))
  expect(told).toBeDefined()
  await listener.until(({ t, d }) => t === 'MESSAGE_CREATE' && (d as Wire).id === sent.id)
  await listener.until(({ t, d }) => t === 'MESSAGE_UPDATE' && (d as Wire).content === 'edited')
  expect(performance.now() - began).toBeLessThan(8_000)
  const roles = await at(owner, cluster.apis[1]).call<{ id: string }[]>(
    'GET',
    `/api/v10/guilds/${guild.id}/roles`,
  )
  expect(roles.map(({ id }) => id)).toContain(role.id)
  listener.close()
})

function hasRole(told: unknown, id: string): boolean {
  return (told as { roles: { id: string }[] }).roles.some((role) => role.id === id)
}

test('NATS is killed and comes back: sessions begin anew, and nobody acts by what was missed', async () => {
  const listener = await connect(guest, 1)
  const there = at(guest, cluster.apis[1])
  await there.call('GET', `/api/v10/channels/${guild.channel}/messages`)
  await cluster.nats.kill()
  const path = `/api/v10/channels/${guild.channel}`
  await at(owner, cluster.apis[0]).call('PUT', `${path}/permissions/${guild.id}`, {
    type: 0,
    deny: String(1 << 10),
  })
  await expect
    .poll(() => statusOf(there.raw('GET', `${path}/messages`)), { timeout: 6_000, interval: 200 })
    .toBe(403)
  await cluster.nats.start()
  expect(await listener.closed()).toBe(4000)
  await at(owner, cluster.apis[0]).call('DELETE', `${path}/permissions/${guild.id}`)
  const again = await connect(guest, 1)
  await at(owner, cluster.apis[0]).call('POST', `${path}/messages`, { content: 'after the storm' })
  await again.until(
    (frame) => frame.t === 'MESSAGE_CREATE' && (frame.d as Wire).content === 'after the storm',
  )
  again.close()
})

test('one of each is killed under load: nothing acknowledged is lost, and every client is ready again within 5 s', async () => {
  const clients = [owner, guest, owner, guest, owner, guest].map(
    (one) => new SteadyClient(one, guild.channel),
  )
  for (const client of clients) client.start()
  await expect.poll(() => clients.every((client) => client.isReady), { timeout: 10_000 }).toBe(true)
  const load = startLoad([owner, guest], guild, 12)
  for (const kind of ['gateways', 'apis', 'worker'] as const) {
    await pause(1000)
    const victim = kind === 'worker' ? cluster.worker : cluster[kind][0]
    await victim.kill()
    await pause(1500)
    await victim.restart()
  }
  await pause(1000)
  await load.stop()
  const history = (await wholeHistory(owner, guild)).map((message) => message.content)
  expect(load.acknowledged.size).toBeGreaterThan(100)
  expect(new Set(history).size).toBe(history.length)
  expect([...load.acknowledged].filter((content) => !history.includes(content))).toEqual([])
  for (const client of clients) {
    await expect.poll(() => client.shown.size, { timeout: 10_000 }).toBe(history.length)
    expect(client.contents()).toEqual(history)
    for (const outage of client.outages) expect(outage).toBeLessThan(5_000)
  }
  // Those of the killed gateway, and only those, had to begin anew.
  const lost = clients.filter((client) => client.outages.length > 1)
  expect(lost.length).toBeGreaterThan(0)
  expect(clients.filter((client) => client.invalidated > 0)).toEqual(lost)
  await Promise.all(clients.map((client) => client.stop()))
})
