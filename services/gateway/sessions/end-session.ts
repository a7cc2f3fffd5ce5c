import type { Gateway } from '../gateway.ts'
import type { Close } from '../protocol/codes.ts'
import type { Session } from './session.ts'

/** Ends a session for good: it can no longer be resumed. Its connection, where it has one, is closed. */
export function endSession(gateway: Gateway, session: Session, close: Close): void {
  if (session.ended) return
  session.ended = true
  const { outlet } = session
  session.outlet = null
  gateway.sessions.remove(session)
  gateway.guilds.leaveAll(session)
  session.replay.release(session.replay.last)
  gateway.meters.sessions.set(gateway.sessions.size)
  outlet?.close(close)
}
