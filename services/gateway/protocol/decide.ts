import type { ClientFrame, Identify, Look, Presence, RequestMembers, Resume } from './client-frame.ts'
import { closes, type Close } from './codes.ts'
import { areIntents } from './intents.ts'

/**
 * Where a connection stands.
 * - `greeted`: Hello was sent; nobody has said who they are.
 * - `proving`: an Identify or Resume is being looked at.
 * - `live`: it carries a session.
 * - `closed`.
 */
export type Stage = 'greeted' | 'proving' | 'live' | 'closed'

/** What a frame leads to. */
export type Decision =
  | { readonly act: 'close'; readonly close: Close }
  | { readonly act: 'acknowledge'; readonly sequence: number | null }
  | { readonly act: 'identify'; readonly identify: Identify }
  | { readonly act: 'resume'; readonly resume: Resume }
  | { readonly act: 'sendMembers'; readonly request: RequestMembers }
  | { readonly act: 'rememberPresence'; readonly presence: Presence }
  | { readonly act: 'look'; readonly look: Look }
  | { readonly act: 'nothing' }

const nothing = { act: 'nothing' } as const
const close = (why: Close): Decision => ({ act: 'close', close: why })

/** The whole protocol of what may be said when. */
export function decide(stage: Stage, frame: ClientFrame | { readonly close: Close }): Decision {
  if (stage === 'closed') return nothing
  if ('close' in frame) return close(frame.close)
  if (frame.op === 'heartbeat') return { act: 'acknowledge', sequence: frame.sequence }
  if (frame.op === 'identify')
    return stage === 'greeted'
      ? { act: 'identify', identify: frame.identify }
      : close(closes.alreadyAuthenticated)
  if (frame.op === 'resume')
    return stage === 'greeted' ? { act: 'resume', resume: frame.resume } : close(closes.alreadyAuthenticated)
  if (stage !== 'live') return close(closes.notAuthenticated)
  if (frame.op === 'requestMembers') return { act: 'sendMembers', request: frame.request }
  if (frame.op === 'look') return { act: 'look', look: frame.look }
  if (frame.op === 'presence') return { act: 'rememberPresence', presence: frame.presence }
  return nothing
}

/** Why somebody who proved who they are may still not begin a session; null when they may. */
export function faultOfIdentify(identify: Pick<Identify, 'intents' | 'shard'>, bot: boolean): Close | null {
  if (typeof identify.intents === 'number' ? !areIntents(identify.intents) : bot) return closes.invalidIntents
  if (!identify.shard) return null
  const [shard, count] = identify.shard
  return count >= 1 && shard >= 0 && shard < count ? null : closes.invalidShard
}
