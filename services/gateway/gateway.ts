import type * as accountsContract from '@alles/accounts/contract'
import type * as chatContract from '@alles/chat/contract'
import type * as oauthContract from '@alles/oauth/contract'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus } from '@alles/platform/events'
import type { Clock } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Connections } from './connections/connections.ts'
import type { GuildAudiences } from './guilds/guild-audiences.ts'
import type { Meters } from './meters.ts'
import type { Delivery } from './sessions/delivery.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { StartSlots } from './sessions/start-slots.ts'

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
  readonly sessions: Sessions
  readonly guilds: GuildAudiences
  readonly delivery: Delivery
  readonly slots: StartSlots
}
