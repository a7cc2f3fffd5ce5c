import type * as accountsContract from '@alles/accounts/contract'
import type * as keysContract from '@alles/keys/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus, Jobs } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Metrics } from '@alles/platform/metrics'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from './database/types.ts'
import type { GuildStates } from './guild-state/guild-states.ts'
import type { Authors } from './members/authors.ts'
import type { NameDirectory } from './members/name-directory.ts'
import type { MemberDirectory } from './members/member-directory.ts'
import type { MessageWriter } from './messages/message-writer.ts'

/** What the verbs of this service work with; `service.ts` makes it. */
export interface Chat {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly keys: ClientOf<typeof keysContract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly bus: Bus
  readonly jobs: Jobs
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly guilds: GuildStates
  readonly members: MemberDirectory
  readonly authors: Authors
  /** Names of members, to be found by how they begin. */
  readonly names: NameDirectory
  readonly writer: MessageWriter
}
