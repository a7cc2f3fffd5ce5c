import type { Connection } from '../connections/connection.ts'
import { dispatchFrame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import type { Resume } from '../protocol/client-frame.ts'
import { catchUp } from '../presence/give-presence.ts'
import { closes } from '../protocol/codes.ts'
import { authenticate } from './authenticate.ts'
import { endSession } from './end-session.ts'
import type { Identity, Session } from './session.ts'
import { isFull } from './is-full.ts'
import { turnAway } from './turn-away.ts'

/** Resume: carries a session on, from the dispatch after the last one its client got. */
export async function resumeSession(gateway: Gateway, connection: Connection, resume: Resume): Promise<void> {
  const found = await gateway.finder.find(resume.session_id)
  const account = found?.accountId ?? null
  const identity = await authenticate(gateway, { token: resume.token, account, cookie: connection.cookie })
  if (connection.stage !== 'proving') return
  if (!found) return refuseResume(gateway, connection)
  if (!identity) return connection.close(closes.badToken)
  // Only for whom it belongs to is a session fetched from another process.
  const session = identity.accountId === account ? await found.bring() : undefined
  if (connection.stage !== 'proving') return
  if (!session || session.early || !isSame(identity, session.identity))
    return refuseResume(gateway, connection)
  goOn(gateway, connection, { session, sequence: resume.seq ?? 0 })
}

interface Place {
  readonly session: Session
  /** The last dispatch its client got. */
  readonly sequence: number
}

function goOn(gateway: Gateway, connection: Connection, { session, sequence }: Place): void {
  if (sequence > session.replay.last) return connection.close(closes.invalidSequence)
  if (session.replay.reaches(sequence)) return carryOn(gateway, connection, { session, sequence })
  endSession(gateway, session, closes.replaced)
  refuseResume(gateway, connection)
}

/** Everything after `sequence` is still held, so it goes out as if it had only just come. */
function carryOn(gateway: Gateway, connection: Connection, { session, sequence }: Place): void {
  if (!session.outlet && isFull(gateway, session.identity)) return connection.close(closes.tooManySessions)
  session.outlet?.close(closes.replaced)
  session.rewind(sequence)
  session.expected = false
  connection.carry(session)
  gateway.delivery.give(session, dispatchFrame('RESUMED', '{}'))
  catchUp(gateway, session)
  gateway.meters.resumes.inc({ outcome: 'resumed' })
}

function refuseResume(gateway: Gateway, connection: Connection): void {
  gateway.meters.resumes.inc({ outcome: 'refused' })
  turnAway(connection)
}

function isSame(a: Identity, b: Identity): boolean {
  return a.accountId === b.accountId && a.bot === b.bot && a.signInId === b.signInId
}
