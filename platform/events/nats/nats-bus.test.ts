import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { event, Secret, z } from '../../contract/index.ts'
import { createLog, silentLog } from '../../log/index.ts'
import { createMetrics } from '../../metrics/index.ts'
import { testCertificate } from '../../http/test-certificate.ts'
import { startNats, type TestNats } from '../../testing/programs.ts'
import type { Lapse } from '../bus.ts'
import { createNatsBus, readNatsPlace, type NatsBusOptions, type RemoteBus } from './index.ts'

const said = event('example.said', {
  about: '',
  delivery: 'realtime',
  data: z.object({ n: z.number(), text: z.string().optional() }),
})
const free = event('example.free', { about: '', delivery: 'realtime', data: z.custom<unknown>() })

let nats: TestNats
beforeAll(async () => {
  nats = await startNats()
})
afterAll(() => nats.kill())

function place(url: string) {
  const read = readNatsPlace(new Secret(url))
  if (typeof read === 'string') throw new Error(read)
  return read
}

async function open(given: Partial<NatsBusOptions> = {}): Promise<RemoteBus> {
  const metrics = createMetrics({ process: false })
  const bus = await createNatsBus({
    place: place(nats.url),
    prefix: 'test',
    log: silentLog,
    metrics,
    ...given,
  })
  onTestFinished(() => bus.close())
  return bus
}

async function pair(): Promise<[RemoteBus, RemoteBus]> {
  return [await open(), await open()]
}

test('what one process says, another hears in order, and itself at once and once', async () => {
  const [one, two] = await pair()
  const here: number[] = []
  const there: number[] = []
  one.subscribe('guild:1', said, ({ n }) => here.push(n))
  two.subscribe('guild:1', said, ({ n }) => there.push(n))
  await two.settled()
  for (let n = 0; n < 2000; n += 1) one.publish('guild:1', said, { n })
  expect(here).toHaveLength(2000)
  expect(await one.settled()).toBe(true)
  const order = Array.from({ length: 2000 }, (_, n) => n)
  await expect.poll(() => there.length).toBe(2000)
  expect(there).toEqual(order)
  await pause(50)
  expect(here).toEqual(order)
})

test('other topics, other events, other instances and what is meant for one process do not get through', async () => {
  const [one, two] = await pair()
  const stranger = await open({ prefix: 'other' })
  const heard: unknown[] = []
  for (const topic of ['guild:1', '*', '>', 'guild:*'])
    two.subscribe(topic, said, (data) => heard.push([topic, data]))
  stranger.subscribe('guild:1', said, (data) => heard.push(data))
  await Promise.all([two.settled(), stranger.settled()])
  one.publish('guild:2', said, { n: 1 })
  one.publish('guild:1', free, { n: 1 })
  one.publishHere('guild:1', said, { n: 1 })
  one.publish('*', said, { n: 2 })
  await one.settled()
  await expect.poll(() => heard).toEqual([['*', { n: 2 }]])
})

test('what a listener publishes comes after what it heard, everywhere', async () => {
  const [one, two] = await pair()
  const heard: number[] = []
  one.subscribe('t', said, ({ n }) => {
    if (n === 1) one.publish('t', said, { n: 2 })
  })
  two.subscribe('t', said, ({ n }) => heard.push(n))
  await two.settled()
  one.publish('t', said, { n: 1 })
  await expect.poll(() => heard).toEqual([1, 2])
})

test('subscriptions are counted: the last one to leave ends it', async () => {
  const [one, two] = await pair()
  const heard: string[] = []
  const leaves = ['a', 'b'].map((name) => two.subscribe('t', said, () => heard.push(name)))
  await two.settled()
  leaves[0]?.()
  leaves[0]?.()
  one.publish('t', said, { n: 1 })
  await expect.poll(() => heard).toEqual(['b'])
  leaves[1]?.()
  await two.settled()
  one.publish('t', said, { n: 2 })
  await one.settled()
  two.subscribe('t', said, ({ n }) => heard.push(String(n)))
  await two.settled()
  one.publish('t', said, { n: 3 })
  await expect.poll(() => heard).toEqual(['b', '3'])
})

test('bigints, any text and events larger than NATS takes arrive as they were', async () => {
  const [one, two] = await pair()
  const heard: unknown[] = []
  two.subscribe('t', free, (data) => heard.push(data))
  await two.settled()
  const sent = [
    { needs: 1n << 40n, texts: ['\u0000n12', '\u0000', 'n'], deep: [{ a: -5n }] },
    { text: `${'ü\u0000'.repeat(1_000_000)}end` },
    { text: '\u0000n1' },
    null,
  ]
  for (const data of sent) one.publish('t', free, data)
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(sent.length)
  expect(heard).toEqual(sent)
})

test('what is not what its event declares is dropped, and the next one heard', async () => {
  const lines: string[] = []
  const [one] = await pair()
  const two = await open({ log: createLog({ level: 'error', write: (line) => lines.push(line) }) })
  const heard: number[] = []
  two.subscribe('t', said, ({ n }) => heard.push(n))
  await two.settled()
  one.publish('t', said, { n: 'canary' as unknown as number })
  one.publish('t', said, { n: 2 })
  await expect.poll(() => heard).toEqual([2])
  expect(lines.join()).toContain('bus.unreadable')
  expect(lines.join()).not.toContain('canary')
})

test('while NATS is away local events go on, each lapse is told, and afterwards others are heard again', async () => {
  const away = await startNats()
  onTestFinished(() => away.kill())
  const one = await open({ place: place(away.url), remindMs: 100 })
  const two = await open({ place: place(away.url), remindMs: 100 })
  const lapses: Lapse[] = []
  const here: number[] = []
  const there: number[] = []
  two.onLapse((lapse) => lapses.push(lapse))
  one.subscribe('t', said, ({ n }) => here.push(n))
  two.subscribe('t', said, ({ n }) => there.push(n))
  await two.settled()
  await away.kill()
  await expect.poll(() => lapses.length).toBeGreaterThan(2)
  await expect.poll(() => one.settled()).toBe(false)
  one.publish('t', said, { n: 1 })
  expect(here).toEqual([1])
  await away.start()
  await expect.poll(() => lapses.at(-1), { timeout: 10_000 }).toBe('restored')
  expect(new Set(lapses.slice(0, -1))).toEqual(new Set(['cut']))
  await expect.poll(() => one.settled(), { timeout: 10_000 }).toBe(true)
  one.publish('t', said, { n: 2 })
  await expect.poll(() => there).toEqual([2])
  expect(here).toEqual([1, 2])
})

test('users, tokens and TLS are used as the address says, and refusals are sentences', async () => {
  const withUser = await startNats(['--user', 'alles', '--pass', 'a:b@c'])
  const withToken = await startNats(['--auth', 'sesame'])
  onTestFinished(async () => {
    await Promise.all([withUser.kill(), withToken.kill()])
  })
  const at = ({ port }: TestNats, rest: string) => place(rest.replace('HOST', `127.0.0.1:${port}`))
  await open({ place: at(withUser, 'nats://alles:a%3Ab%40c@HOST') })
  await open({ place: at(withToken, 'nats://sesame@HOST') })
  await expect(open({ place: at(withUser, 'nats://alles:wrong@HOST') })).rejects.toThrow('refuses us')
  await expect(open({ place: at(withToken, 'nats://HOST') })).rejects.toThrow('refuses us')
  await expect(open({ place: at(nats, 'tls://HOST') })).rejects.toThrow('offers TLS')
  const { cert, key } = testCertificate
  const folder = await mkdtemp(join(tmpdir(), 'alles-nats-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await Promise.all([writeFile(join(folder, 'cert'), cert), writeFile(join(folder, 'key'), key)])
  const sealed = await startNats([
    '--tls',
    '--tlscert',
    join(folder, 'cert'),
    '--tlskey',
    join(folder, 'key'),
  ])
  onTestFinished(() => sealed.kill())
  await expect(open({ place: at(sealed, 'tls://HOST') })).rejects.toThrow('its certificate')
  await expect(open({ place: place('nats://127.0.0.1:1'), patience: 0 })).rejects.toThrow('cannot be reached')
})
