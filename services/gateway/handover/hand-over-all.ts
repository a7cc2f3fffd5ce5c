import type { Gateway } from '../gateway.ts'
import type { Session } from '../sessions/session.ts'
import { giveSessions } from './give-sessions.ts'

const mostTogether = 500
const mostBytes = 16 * 1024 * 1024
const mostUnderWay = 4
/** How long a stop may wait for it. */
const longestMs = 6000

/**
 * At a planned stop: hands all sessions to other processes, if there are any, and sends each client there as soon as its
 * session is. What is not handed over in time gets Invalid Session.
 */
export async function handOverAll(gateway: Gateway): Promise<void> {
  gateway.peers.closing()
  const takers = gateway.peers.takers()
  if (takers.length === 0) return
  const batches = batchesOf(gateway.sessions.all())
  const deadline = performance.now() + longestMs
  let next = 0
  const work = async () => {
    for (let turn = next++; turn < batches.length && performance.now() < deadline; turn = next++) {
      const outlets = await giveSessions(gateway, takers[turn % takers.length] ?? '', batches[turn] ?? [])
      for (const outlet of outlets) outlet.sendAway()
    }
  }
  await Promise.all(Array.from({ length: mostUnderWay }, work))
}

/** Bounded by their number and by the bytes of the different frames they hold. */
function batchesOf(sessions: readonly Session[]): Session[][] {
  const batches: Session[][] = []
  let batch: Session[] = []
  let frames = new Set<object>()
  let bytes = 0
  for (const session of sessions) {
    for (let number = session.replay.first; number <= session.replay.last; number += 1) {
      const frame = session.replay.at(number)
      if (!frames.has(frame)) bytes += frame.size
      frames.add(frame)
    }
    batch.push(session)
    if (batch.length < mostTogether && bytes < mostBytes) continue
    batches.push(batch)
    batch = []
    frames = new Set()
    bytes = 0
  }
  return batch.length > 0 ? [...batches, batch] : batches
}
