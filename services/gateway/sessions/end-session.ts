import type { Gateway } from '../gateway.ts'
import type { Close } from '../protocol/codes.ts'
import type { Outlet, Session } from './session.ts'

/** Ends a session for good: it can no longer be resumed. Its connection, where it has one, is closed. */
export function endSession(gateway: Gateway, session: Session, close: Close): void {
  if (!session.ended) letGo(gateway, session)?.close(close)
}

/** Takes a session out of this process without a word to its client. Gives its connection, which carries nothing now. */
export function letGo(gateway: Gateway, session: Session): Outlet | null {
  session.ended = true
  const { outlet } = session
  session.outlet = null
  gateway.sessions.remove(session)
  gateway.counts.changed(session.accountId)
  gateway.guilds.leaveAll(session)
  gateway.own.changed(session.accountId)
  if (!session.identity.bot) gateway.visits.left(session.accountId)
  gateway.behind.delete(session)
  session.replay.release(session.replay.last)
  gateway.meters.sessions.set(gateway.sessions.size)
  outlet?.release()
  return outlet
}
