import { controlFrames } from '../frames/control-frames.ts'
import type { Gateway } from '../gateway.ts'
import { sendMembers } from '../guilds/send-members.ts'
import { readFrame } from '../protocol/client-frame.ts'
import { lookAt } from '../presence/look-at.ts'
import { setPresence } from '../presence/set-presence.ts'
import { closes } from '../protocol/codes.ts'
import { decide, type Decision } from '../protocol/decide.ts'
import { resumeSession } from '../sessions/resume-session.ts'
import { startSession } from '../sessions/start-session.ts'
import type { Connection } from './connection.ts'

/** Hears one frame of a client. */
export function receive(gateway: Gateway, connection: Connection, text: string): void {
  if (connection.stage === 'closed') return
  if (!connection.limit.admits(gateway.clock.now())) connection.close(closes.rateLimited)
  else act(gateway, connection, decide(connection.stage, readFrame(text)))
}

function act(gateway: Gateway, connection: Connection, decision: Decision): void {
  switch (decision.act) {
    case 'close':
      return connection.close(decision.close)
    case 'acknowledge':
      return acknowledge(gateway, connection, decision.sequence)
    case 'identify':
      if (!mayProve(gateway, connection)) return connection.close(closes.tooManyStarts)
      connection.prove()
      return watch(gateway, connection, startSession(gateway, connection, decision.identify))
    case 'resume':
      if (!mayProve(gateway, connection)) return connection.close(closes.tooManyStarts)
      connection.prove()
      return watch(gateway, connection, resumeSession(gateway, connection, decision.resume))
    case 'sendMembers':
      return watch(gateway, connection, sendMembers(gateway, connection, decision.request))
    case 'rememberPresence':
      return setPresence(gateway, connection.session, decision.presence)
    case 'look':
      return lookAt(gateway, connection.session, decision.look)
    case 'nothing':
  }
}

function mayProve({ starters }: Gateway, { address }: Connection): boolean {
  return starters === null || starters.take(address).allowed
}

/** A heartbeat also says what has come: that need not be kept for resuming. */
function acknowledge(gateway: Gateway, connection: Connection, sequence: number | null): void {
  if (connection.stage === 'live') connection.heardAt = gateway.clock.now()
  const { session } = connection
  if (session && sequence !== null) session.replay.release(Math.min(sequence, session.written))
  connection.write(controlFrames.heartbeatAck)
}

/** Whatever fails here is ours: the client is asked to come back. */
function watch(gateway: Gateway, connection: Connection, work: Promise<void>): void {
  work.catch((error: unknown) => {
    gateway.log.warn('gateway.connection_failed', { error })
    connection.close(closes.resumable)
  })
}
