import type * as accountsContract from '@alles/accounts/contract'
import type * as chatContract from '@alles/chat/contract'
import type * as oauthContract from '@alles/oauth/contract'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus } from '@alles/platform/events'
import type { TokenBuckets } from '@alles/platform/http'
import type { Clock } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Packers } from './compression/packers.ts'
import type { Connections } from './connections/connections.ts'
import type { GuildAudiences } from './guilds/guild-audiences.ts'
import type { SessionFinder } from './handover/session-finder.ts'
import type { SessionTaker } from './handover/take-sessions.ts'
import type { SessionCounts } from './limits/session-counts.ts'
import type { Meters } from './meters.ts'
import type { Peers } from './peers/peers.ts'
import type { LocalPresences } from './presence/local-presences.ts'
import type { PresenceBoard } from './presence/presence-board.ts'
import type { PresenceFanout } from './presence/presence-fanout.ts'
import type { Delivery } from './sessions/delivery.ts'
import type { Session } from './sessions/session.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { StartSlots } from './sessions/start-slots.ts'
import type { Visits } from './visits/visits.ts'

/** What the verbs of this service work with. */
export interface Gateway {
  /** Where clients open their socket. */
  readonly url: string
  readonly accounts: ClientOf<typeof accountsContract>
  readonly oauth: ClientOf<typeof oauthContract>
  readonly chat: ClientOf<typeof chatContract>
  readonly bus: Bus
  readonly clock: Clock
  readonly log: Log
  readonly meters: Meters
  readonly connections: Connections
  readonly packers: Packers
  readonly sessions: Sessions
  readonly guilds: GuildAudiences
  readonly delivery: Delivery
  readonly slots: StartSlots
  readonly peers: Peers
  readonly counts: SessionCounts
  /** Who is there. */
  readonly presences: PresenceBoard
  /** What sessions here make of their accounts. */
  readonly own: LocalPresences
  readonly fanout: PresenceFanout
  /** Sessions that have to be told of presences later. */
  readonly behind: Set<Session>
  readonly finder: SessionFinder
  readonly taker: SessionTaker
  readonly visits: Visits
  /** Counts by address who wants to begin or to resume; null where limits are off. */
  readonly starters: TokenBuckets | null
}
