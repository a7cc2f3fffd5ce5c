import { heartbeatInterval } from '../frames/control-frames.ts'
import type { Gateway } from '../gateway.ts'
import { catchUpAll } from '../presence/give-presence.ts'
import { closes } from '../protocol/codes.ts'
import type { Stage } from '../protocol/decide.ts'
import { endSession } from '../sessions/end-session.ts'

/** How long a client may take to say who it is. */
const identifyWithin = 20_000
const silentFor = heartbeatInterval * 1.5
/** How long a session waits to be resumed. */
export const resumableFor = 5 * 60_000
/** How long a client that was sent to another process may take to come. */
const expectedFor = 20_000

/** Whether a connection was silent for too long. `heardAt` is the last heartbeat, or the beginning of its stage. */
export function isOverdue(stage: Stage, heardAt: number, now: number): boolean {
  if (stage === 'closed') return false
  return now - heardAt > (stage === 'live' ? silentFor : identifyWithin)
}

/** Closes what fell silent and forgets what nobody came back for. Called every few seconds. */
export function sweep(gateway: Gateway): void {
  const now = gateway.clock.now()
  for (const connection of gateway.connections.all())
    if (isOverdue(connection.stage, connection.heardAt, now)) connection.close(closes.timedOut)
  for (const session of gateway.sessions.all())
    if (!session.outlet && now - session.detachedAt > resumableFor)
      endSession(gateway, session, closes.timedOut)
  for (const session of gateway.sessions.all())
    if (session.expected && now - session.detachedAt > expectedFor) {
      session.expected = false
      gateway.own.changed(session.accountId)
    }
  catchUpAll(gateway)
  gateway.counts.tidy()
  gateway.guilds.tidy()
}
