import type { Connection } from '../connections/connection.ts'
import { controlFrames } from '../frames/control-frames.ts'
import { dispatchFrame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import type { Resume } from '../protocol/client-frame.ts'
import { closes } from '../protocol/codes.ts'
import { authenticate } from './authenticate.ts'
import { endSession } from './end-session.ts'
import type { Identity, Session } from './session.ts'

/** Resume: carries a session on, from the dispatch after the last one its client got. */
export async function resumeSession(gateway: Gateway, connection: Connection, resume: Resume): Promise<void> {
  const account = gateway.sessions.find(resume.session_id)?.accountId ?? null
  const identity = await authenticate(gateway, { token: resume.token, account, cookie: connection.cookie })
  if (connection.stage !== 'proving') return
  const session = gateway.sessions.find(resume.session_id)
  if (!session) return turnAway(gateway, connection)
  if (!identity) return connection.close(closes.badToken)
  if (!isSame(identity, session.identity) || session.early) return turnAway(gateway, connection)
  const sequence = resume.seq ?? 0
  if (sequence > session.replay.last) return connection.close(closes.invalidSequence)
  if (!session.replay.reaches(sequence)) {
    endSession(gateway, session, closes.replaced)
    return turnAway(gateway, connection)
  }
  carryOn(gateway, connection, { session, sequence })
}

/** Everything after `sequence` is still held, so it goes out as if it had only just come. */
function carryOn(
  gateway: Gateway,
  connection: Connection,
  { session, sequence }: { readonly session: Session; readonly sequence: number },
): void {
  if (!session.outlet && gateway.sessions.isFull(session.identity))
    return connection.close(closes.tooManySessions)
  session.outlet?.close(closes.replaced)
  session.rewind(sequence)
  connection.carry(session)
  gateway.delivery.give(session, dispatchFrame('RESUMED', '{}'))
  gateway.meters.resumes.inc({ outcome: 'resumed' })
}

/** The client may identify anew on the same connection. */
function turnAway(gateway: Gateway, connection: Connection): void {
  gateway.meters.resumes.inc({ outcome: 'refused' })
  connection.await()
  connection.write(controlFrames.invalidSession)
}

function isSame(a: Identity, b: Identity): boolean {
  return a.accountId === b.accountId && a.bot === b.bot && a.signInId === b.signInId
}
