import { freePort } from '../../support/server.ts'
import { startChild } from '../load/child.ts'
import { openCaller } from '../load/caller.ts'
import { processorSeconds, residentMegabytes } from '../load/measure.ts'
import { startReceivers, type Heard, type Receivers } from '../load/receiver-process.ts'
import type { RunningWorld } from '../world/start-world.ts'
import type { World } from '../world/world.ts'
import { steadySends, type Pick } from './sends.ts'

/** Messages to the guild that everybody listens to. */
export function toHot({ hot, authors }: World): Pick {
  let turn = 0
  return () => {
    turn += 1
    const author = authors[hot.members[turn % hot.members.length] ?? 0]
    return { channel: hot.channels[0] ?? '', cookie: author?.cookie ?? '' }
  }
}

/** Sessions of people who are in the hot guild alone, not connected yet. */
export function listening({ origin, listeners }: World, sessions: number): Promise<Receivers> {
  return startReceivers(`${origin.replace('http', 'ws')}/gateway?v=10&encoding=json`, sessions, listeners)
}

/** Deliveries per second of the server's processor time, one message per write: each is sent after the last came. */
export async function perCore(
  { world, pid }: RunningWorld,
  sessions: number,
  count: number,
): Promise<number> {
  const receivers = await listening(world, sessions)
  await receivers.open()
  const pick = toHot(world)
  const caller = await openCaller(world.origin)
  const once = async (turn: number) => {
    const { channel, cookie } = pick()
    const path = `/api/v10/channels/${channel}/messages`
    await caller.call({
      method: 'POST',
      path,
      cookie,
      body: `{"content":"The water is off from Monday ${turn}"}`,
    })
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  for (let turn = 0; turn < count / 4; turn += 1) await once(turn)
  await receivers.until(sessions * Math.ceil(count / 4))
  await receivers.reset()
  const before = processorSeconds(pid())
  for (let turn = 0; turn < count; turn += 1) await once(turn)
  await receivers.until(sessions * count)
  const spent = processorSeconds(pid()) - before
  caller.close()
  await receivers.end()
  return (sessions * count) / spent
}

/** The same number of frames of the same size from a bare `ws` server. */
export async function rawPerCore(sessions: number, count: number): Promise<number> {
  const port = await freePort()
  const child = startChild('baselines/raw-broadcast.ts', [String(port)])
  await child.line()
  child.pinToServerCore()
  const receivers = await startReceivers(`ws://127.0.0.1:${port}/`, sessions)
  await receivers.open()
  const broadcast = async (times: number) => {
    await receivers.reset()
    child.write(`900 ${times}`)
    await child.line()
    await receivers.until(sessions * times)
  }
  await broadcast(count / 4)
  const before = processorSeconds(child.pid)
  await broadcast(count)
  const spent = processorSeconds(child.pid) - before
  await receivers.end()
  await child.end()
  return (sessions * count) / spent
}

export interface Spread extends Heard {
  /** Of the server's core, 1 being all of it. */
  readonly core: number
  /** Milliseconds that the senders waited. */
  readonly post: { readonly p50: number; readonly p99: number }
}

/** How late messages come that are sent at a steady rate to many sessions at once. */
export async function spread(
  { world, pid }: RunningWorld,
  { sessions, perSecond, seconds }: { sessions: number; perSecond: number; seconds: number },
): Promise<Spread> {
  const receivers = await listening(world, sessions)
  await receivers.open()
  await steadySends(world.origin, toHot(world), { perSecond, seconds: 1 })
  await receivers.until(sessions * perSecond * 2)
  await receivers.reset()
  const before = { seconds: processorSeconds(pid()), at: performance.now() }
  const post = await steadySends(world.origin, toHot(world), { perSecond, seconds })
  await receivers.until(sessions * perSecond * (seconds + 1))
  const core = ((processorSeconds(pid()) - before.seconds) * 1000) / (performance.now() - before.at)
  const heard = await receivers.heard()
  await receivers.end()
  return { ...heard, core, post }
}

/** Resident KB that the server needs more for each session that is connected and hears nothing. */
export async function perIdleSession({ world, pid }: RunningWorld, sessions: number): Promise<number> {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5000))
  const warm = await listening(world, 500)
  await warm.open()
  await warm.end()
  await settle()
  const before = residentMegabytes(pid())
  const receivers = await listening(world, sessions)
  await receivers.open()
  await settle()
  const grown = residentMegabytes(pid()) - before
  await receivers.end()
  return (grown * 1024) / sessions
}

export interface Storm {
  /** Milliseconds until every session was READY again. */
  readonly ready: number
  /** Milliseconds that senders waited meanwhile, at 100/s. */
  readonly postP99: number
}

/** Everybody loses the connection and comes back at once while others go on sending. A send that fails throws. */
export async function storm({ world }: RunningWorld, sessions: number): Promise<Storm> {
  const receivers = await listening(world, sessions)
  await receivers.open()
  await receivers.drop()
  const sending = steadySends(world.origin, toHot(world), { perSecond: 100, seconds: 5 })
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const ready = await receivers.open()
  const { p99 } = await sending
  await receivers.end()
  return { ready, postP99: p99 }
}
