import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway } from '../gateway.ts'
import { gatewayTopic } from '../peers/peer-events.ts'
import { hearAccountEvent, isJoin } from '../sessions/account-events.ts'
import type { Outlet, Session } from '../sessions/session.ts'
import { letGo } from '../sessions/end-session.ts'
import { handoverOffered, handoverPiece, handoverReady, handoverTaken } from './handover-events.ts'
import { FrameList, packSession, type Parcel } from './parcel.ts'
import { Recordings } from './recordings.ts'

const pieceLength = 128 * 1024
/** Pieces on their way at a time. */
const mostUnderWay = 8
/** How long the other process may take to answer, and to take everything. */
const readyMs = 1500
const takenMs = 5000
/** How long an event may be on its way to this process when another one listens already. */
const settleMs = 100

/**
 * Hands sessions over to another process, which first listens to everything that concerns them: what happens meanwhile
 * is then known to one of the two, or to both and told apart by its id. Resolves to the sockets of those that were taken;
 * they carry no session any more.
 */
export async function giveSessions(
  gateway: Gateway,
  to: string,
  sessions: readonly Session[],
): Promise<Outlet[]> {
  await joined(sessions)
  const transfer = randomBytes(8).toString('hex')
  const guildIds = new Set(sessions.flatMap((session) => [...session.guilds.keys()]))
  const accountIds = sessions.map((session) => session.accountId)
  const recordings = new Recordings(gateway, { guildIds, accountIds })
  const answers = new Answers(gateway, transfer)
  for (const session of sessions) session.passing = true
  try {
    gateway.bus.publish(gatewayTopic(to), handoverOffered, {
      from: gateway.peers.id,
      transfer,
      sessions: sessions.map((session): [string, string] => [session.id, session.accountId]),
      guildIds: [...guildIds],
    })
    if (!(await answers.within(answers.ready.promise, readyMs))) return []
    await pause(settleMs)
    await caughtUp(gateway, guildIds)
    if (!recordings.isWhole) return []
    const { parcel, outlets } = takeOut(gateway, sessions, recordings)
    const text = JSON.stringify(parcel)
    const isTaken = await answers.within(sendPieces(gateway, { to, transfer, text }, answers), takenMs)
    gateway.meters.handovers.inc({ outcome: isTaken ? 'given' : 'lost' }, parcel.sessions.length)
    return outlets
  } finally {
    recordings.stop()
    answers.stop()
    for (const session of sessions) if (!session.ended) stay(gateway, session, recordings)
  }
}

/** Until nothing is under way in any of the guilds at one moment, for as long as that may take. */
async function caughtUp({ guilds }: Gateway, guildIds: ReadonlySet<string>): Promise<void> {
  const deadline = performance.now() + readyMs
  const busy = () =>
    [...guildIds].flatMap((guildId) => guilds.find(guildId) ?? []).filter((one) => one.isBusy)
  for (let some = busy(); some.length > 0 && performance.now() < deadline; some = busy())
    for (const audience of some) await audience.caughtUp()
}

/** Guilds that accounts are just joining are theirs before it begins. */
async function joined(sessions: readonly Session[]): Promise<void> {
  const deadline = performance.now() + readyMs
  while (sessions.some((session) => session.joining > 0) && performance.now() < deadline) await pause(10)
}

/** It came to nothing: the session goes on here, and in the guilds that its account joined meanwhile. */
function stay(gateway: Gateway, session: Session, recordings: Recordings): void {
  session.passing = false
  for (const dispatch of recordings.accounts.get(session.accountId)?.dispatches ?? [])
    if (isJoin(dispatch)) hearAccountEvent(gateway, session, dispatch)
}

/** Everything at one moment: what is packed and what has been done with belong together. */
function takeOut(
  gateway: Gateway,
  sessions: readonly Session[],
  recordings: Recordings,
): { parcel: Parcel; outlets: Outlet[] } {
  const frames = new FrameList()
  const parcel: Parcel = { frames: frames.all, sessions: [], guilds: {}, accounts: {} }
  const outlets: Outlet[] = []
  for (const session of sessions) {
    if (!mayGo(gateway, session)) continue
    for (const guildId of session.guilds.keys())
      for (const accountId of gateway.fanout.pendingIn(guildId)) session.missed.add(`${guildId} ${accountId}`)
    parcel.sessions.push(packSession(session, frames, gateway.clock.now()))
    for (const [guildId, one] of session.guilds) {
      const part = (parcel.guilds[guildId] ??= { sights: {}, done: recordings.doneOf(guildId) })
      part.sights[one.key] ??= Array.from(one.sight, ([id, held]) => [id, String(held)])
    }
    parcel.accounts[session.accountId] ??= recordings.heardOf(session.accountId)
    const outlet = letGo(gateway, session)
    if (outlet) outlets.push(outlet)
  }
  return { parcel, outlets }
}

/** Whether everything that a session has heard of has been given to it. */
function mayGo({ guilds }: Gateway, session: Session): boolean {
  if (session.ended || session.early || session.joining > 0) return false
  return [...session.guilds.keys()].every((guildId) => guilds.find(guildId)?.isBusy === false)
}

interface Sending {
  readonly to: string
  readonly transfer: string
  readonly text: string
}

async function sendPieces(
  gateway: Gateway,
  { to, transfer, text }: Sending,
  answers: Answers,
): Promise<void> {
  const count = Math.max(1, Math.ceil(text.length / pieceLength))
  for (let index = 0; index < count; index += 1) {
    await answers.taken(index - mostUnderWay)
    gateway.bus.publish(gatewayTopic(to), handoverPiece, {
      transfer,
      index,
      last: index === count - 1,
      text: text.slice(index * pieceLength, (index + 1) * pieceLength),
    })
  }
  await answers.taken(count - 1)
}

/** What the other process says of one transfer. */
class Answers {
  readonly ready = Promise.withResolvers<void>()
  readonly #stops: (() => void)[]
  #last = -1
  #woken = Promise.withResolvers<void>()

  constructor({ bus, peers }: Gateway, transfer: string) {
    const topic = gatewayTopic(peers.id)
    this.#stops = [
      bus.subscribe(topic, handoverReady, (told) => {
        if (told.transfer === transfer) this.ready.resolve()
      }),
      bus.subscribe(topic, handoverTaken, (told) => {
        if (told.transfer === transfer) this.#heard(told.index)
      }),
    ]
  }

  /** Waits until the piece of this number was taken; those before it were then, too. */
  async taken(index: number): Promise<void> {
    while (this.#last < index) await this.#woken.promise
  }

  /** Whether something came to be in time. */
  async within(what: Promise<void>, milliseconds: number): Promise<boolean> {
    const late = new AbortController()
    const tooLate = pause(milliseconds, false, { signal: late.signal })
    tooLate.catch(() => undefined)
    const came = await Promise.race([what.then(() => true), tooLate])
    late.abort()
    return came
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  #heard(index: number): void {
    this.#last = Math.max(this.#last, index)
    this.#woken.resolve()
    this.#woken = Promise.withResolvers()
  }
}
