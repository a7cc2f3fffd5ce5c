import { randomBytes } from 'node:crypto'
import type { Connection } from '../connections/connection.ts'
import { dispatchFrame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import type { Identify } from '../protocol/client-frame.ts'
import { closes } from '../protocol/codes.ts'
import { faultOfIdentify } from '../protocol/decide.ts'
import { firstPresence } from '../presence/set-presence.ts'
import { intents } from '../protocol/intents.ts'
import { hearAccountEvent } from './account-events.ts'
import { clientOf } from './client-kind.ts'
import { authenticate } from './authenticate.ts'
import { endSession } from './end-session.ts'
import { isFull } from './is-full.ts'
import { readyFrame } from './ready.ts'
import { Session, type Identity } from './session.ts'
import { turnAway } from './turn-away.ts'

/** Who guesses is limited sooner: a wrong token counts as so many more. */
const wrongCosts = 9

/** Identify: proves who is there and begins a session. */
export async function startSession(
  gateway: Gateway,
  connection: Connection,
  identify: Identify,
): Promise<void> {
  const identity = await identityOf(gateway, connection, identify)
  if (connection.stage !== 'proving') return
  if (!identity) {
    gateway.starters?.take(connection.address, wrongCosts)
    return connection.close(closes.badToken)
  }
  const fault = faultOfIdentify(identify, identity.bot)
  if (fault) return connection.close(fault)
  await gateway.slots.take(() => begin(gateway, connection, { identify, identity }))
}

function identityOf(
  gateway: Gateway,
  { cookie }: Connection,
  { token, account = null }: Identify,
): Promise<Identity | null> {
  return authenticate(gateway, { token, account, cookie })
}

interface Accepted {
  readonly identify: Identify
  readonly identity: Identity
}

async function begin(
  gateway: Gateway,
  connection: Connection,
  { identify, identity }: Accepted,
): Promise<void> {
  if (connection.stage !== 'proving') return
  if (isFull(gateway, identity)) return connection.close(closes.tooManySessions)
  const verdict = gateway.counts.begin(identity.accountId, identity.bot)
  if (verdict === 'later') return turnAway(connection)
  if (verdict === 'never') return connection.close(closes.tooManyStarts)
  const session = new Session(randomBytes(16).toString('hex'), {
    identity,
    intents: identify.intents ?? null,
    shard: identify.shard ?? null,
    presence: firstPresence(gateway, identity, identify.presence ?? null),
    client: clientOf(identify),
    largeThreshold: identify.large_threshold ?? null,
  })
  // Listens before it reads: what happens meanwhile waits until the session has begun.
  gateway.sessions.add(session)
  gateway.meters.sessions.set(gateway.sessions.size)
  gateway.meters.identifies.inc()
  if (identify.compress) connection.packPayloads()
  connection.carry(session)
  try {
    // Who signed out while this waited for its turn was not among the sessions that ended then.
    if (!(await identityOf(gateway, connection, identify)))
      return endSession(gateway, session, closes.badToken)
    await sendBeginning(gateway, connection, session)
  } catch (error) {
    endSession(gateway, session, closes.resumable)
    throw error
  }
}

async function sendBeginning(gateway: Gateway, connection: Connection, session: Session): Promise<void> {
  if (session.ended) return
  const { accountId } = session
  await gateway.bus.settled()
  const [all, [profile], own] = await Promise.all([
    gateway.chat.guildsOf({ accountId }),
    gateway.accounts.profiles({ ids: [accountId] }),
    session.identity.bot ? null : gateway.chat.beginningOf({ accountId }),
  ])
  if (!profile) return endSession(gateway, session, closes.badToken)
  const guildIds = all.filter((id) => session.covers(id))
  gateway.delivery.give(session, readyFrame(session, { profile, guildIds, own, url: gateway.url }))
  gateway.delivery.flush(session)
  for (const guildId of guildIds) {
    if (session.ended) return
    if (!(await gateway.guilds.admit(session, guildId))) sayGone(gateway, session, guildId)
    gateway.delivery.flush(session)
    if (connection.isFull) await gateway.slots.stepAside(() => connection.room())
    await gateway.slots.breathe()
  }
  if (session.ended) return
  gateway.own.settled(accountId)
  const early = session.early ?? []
  session.early = null
  for (const dispatch of early) hearAccountEvent(gateway, session, dispatch)
}

/** READY named a guild that was left meanwhile: clients would wait for it. */
function sayGone(gateway: Gateway, session: Session, guildId: string): void {
  if (session.wants(intents.GUILDS))
    gateway.delivery.give(session, dispatchFrame('GUILD_DELETE', JSON.stringify({ id: guildId })))
}
