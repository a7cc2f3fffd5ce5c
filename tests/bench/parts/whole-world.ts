import { residentMegabytes } from '../load/measure.ts'
import { listening, perCore, perIdleSession, rawPerCore, spread, storm, toHot } from '../rows/deliveries.ts'
import { coldPages, hotPages } from '../rows/history.ts'
import { openings } from '../rows/large-guild.ts'
import { anywhere, emptySends, sends, steadySends } from '../rows/sends.ts'
import type { Measured } from '../table.ts'
import { fillMessages } from '../world/fill-messages.ts'
import { startWorld, type RunningWorld } from '../world/start-world.ts'
import { fullSize } from '../world/world.ts'
import { progress } from './progress.ts'

interface Measuring {
  readonly note: (name: string, measured: Measured) => void
  readonly parts: ReadonlySet<string>
  readonly messages: number
}

const few = 10_000

/** 1,000 authors in guilds of 50 channels, and one guild that everybody listens to. */
export async function wholeWorld(measuring: Measuring): Promise<void> {
  const running = await startWorld(fullSize)
  const { parts } = measuring
  const firsts = running.world.guilds.slice(0, fullSize.guilds).map((guild) => guild.channels[0] ?? '')
  await running.whileStopped((stores) =>
    fillMessages(stores, { channels: firsts, count: few, told: () => undefined }),
  )
  try {
    if (parts.has('sends')) await sending(running, measuring)
    if (parts.has('deliveries')) await delivering(running, measuring)
    if (parts.has('history')) await reading(running, measuring, firsts)
    if (parts.has('large')) await opening(running, measuring)
    if (parts.has('scale')) await scaling(running, measuring, firsts)
  } finally {
    await running.remove()
  }
}

async function sending(running: RunningWorld, { note }: Measuring): Promise<void> {
  const { world } = running
  const big = world.guilds.slice(0, fullSize.guilds)
  const empty = await emptySends(5)
  const sent = await sends(world.origin, anywhere(world, big), 8)
  note('durable sealed sends, 64 connections', {
    value: sent.perSecond,
    unit: '1/s',
    baseline: empty.perSecond,
    must: { least: 6000, leastRatio: 0.15 },
  })
  note('  p99 of these', { value: sent.p99, unit: 'ms', baseline: empty.p99 })
  const one = await sends(world.origin, anywhere(world, big.slice(0, 1)), 5)
  const thousand = await sends(world.origin, anywhere(world), 5)
  note('sends over 1,000 guilds, beside those to one', {
    value: thousand.perSecond,
    unit: '1/s',
    baseline: one.perSecond,
    must: { leastRatio: 1 / 1.3 },
  })
  const receivers = await listening(world, 200)
  await receivers.open()
  const calm = await steadySends(world.origin, toHot(world), { perSecond: 500 })
  await receivers.end()
  note('POST at 500/s with 200 listeners, p50', { value: calm.p50, unit: 'ms', must: { most: 3 } })
  note('POST at 500/s with 200 listeners, p99', { value: calm.p99, unit: 'ms', must: { most: 20 } })
}

async function delivering(running: RunningWorld, { note }: Measuring): Promise<void> {
  const raw = await rawPerCore(1000, 400)
  note('deliveries per core, one message per write', {
    value: await perCore(running, 1000, 400),
    unit: '1/s',
    baseline: raw,
    must: { least: 150_000, leastRatio: 0.55 },
  })
  const busy = await spread(running, { sessions: 1000, perSecond: 500, seconds: 8 })
  note('500 messages/s to 1,000 sessions, p99', { value: busy.p99, unit: 'ms', must: { most: 50 } })
  note('  of the core', { value: busy.core, unit: '' })
  const calm = await spread(running, { sessions: 1000, perSecond: 100, seconds: 8 })
  note('100 messages/s to 1,000 sessions, p99', { value: calm.p99, unit: 'ms', must: { most: 25 } })
  const hot = await spread(running, { sessions: 10_000, perSecond: 20, seconds: 8 })
  note('20 messages/s to 10,000 sessions, p99', { value: hot.p99, unit: 'ms' })
  note('  of the core', { value: hot.core, unit: '' })
  note('memory per idle session', {
    value: await perIdleSession(running, 5000),
    unit: 'KB',
    must: { most: 20 },
  })
  const { ready, postP99 } = await storm(running, 5000)
  note('5,000 sessions come back at once, to READY', { value: ready, unit: 'ms', must: { most: 4000 } })
  note('  POST p99 meanwhile, no send lost', { value: postP99, unit: 'ms', must: { most: 100 } })
  note('memory of the server, after all this', { value: residentMegabytes(running.pid()), unit: 'MB' })
}

async function reading(
  running: RunningWorld,
  { note }: Measuring,
  channels: readonly string[],
): Promise<void> {
  const cold = await coldPages(running.world, channels, 6)
  note('history pages of 50, from anywhere', { value: cold.perSecond, unit: '1/s', must: { least: 1200 } })
  const hot = await hotPages(running.world, channels, 6)
  note('history pages of 50, the newest of busy channels', {
    value: hot.perSecond,
    unit: '1/s',
    must: { least: 8000 },
  })
}

async function opening(running: RunningWorld, { note }: Measuring): Promise<void> {
  const taken = await openings(running, [100, 100_000])
  note('a guild with 100,000 members opens, beside one with 100', {
    value: taken.get(100_000) ?? Number.NaN,
    unit: 'ms',
    baseline: taken.get(100) ?? Number.NaN,
    must: { mostRatio: 1.3 },
  })
}

/** The same figures before and after many more messages are stored. */
async function scaling(
  running: RunningWorld,
  { note, messages }: Measuring,
  firsts: readonly string[],
): Promise<void> {
  const { world } = running
  const big = world.guilds.slice(0, fullSize.guilds)
  const figures = async (channels: readonly string[]) => ({
    sent: await sends(world.origin, anywhere(world, big), 6),
    calm: await steadySends(world.origin, anywhere(world, big), { perSecond: 500 }),
    cold: await coldPages(world, channels, 6),
    hot: await hotPages(world, channels, 5),
  })
  const before = await figures(firsts)
  const all = big.flatMap((guild) => guild.channels)
  const told = progress(`storing ${messages} messages`, messages)
  await running.whileStopped((stores) => fillMessages(stores, { channels: all, count: messages, told }))
  const after = await figures(all)
  const compared = [
    { name: 'sends', unit: '1/s', of: ({ sent }: typeof before) => sent.perSecond },
    { name: 'POST p50 at 500/s', unit: 'ms', of: ({ calm }: typeof before) => calm.p50 },
    { name: 'pages from anywhere', unit: '1/s', of: ({ cold }: typeof before) => cold.perSecond },
    { name: 'newest pages', unit: '1/s', of: ({ hot }: typeof before) => hot.perSecond },
  ]
  for (const { name, unit, of } of compared)
    note(`${name}, with ${messages} messages beside ${few}`, {
      value: of(after),
      unit,
      baseline: of(before),
      must: unit === 'ms' ? { mostRatio: 1.3 } : { leastRatio: 1 / 1.3 },
    })
}
