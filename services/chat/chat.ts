import type * as accountsContract from '@alles/accounts/contract'
import type * as keysContract from '@alles/keys/contract'
import type { AttachmentAddresses } from '@alles/media/contract'
import type * as mediaContract from '@alles/media/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus, Jobs } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Metrics } from '@alles/platform/metrics'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from './database/types.ts'
import type { GuildStates } from './guild-state/guild-states.ts'
import type { OnlineCounts } from './guilds/online-counts.ts'
import type { Authors } from './members/authors.ts'
import type { NameDirectory } from './members/name-directory.ts'
import type { MemberDirectory } from './members/member-directory.ts'
import type { MessageWriter } from './messages/message-writer.ts'
import type { ReadyPages } from './messages/ready-pages.ts'
import type { ToldEntries } from './outbox/told-entries.ts'
import type { Blocks } from './relationships/blocks.ts'
import type { WrittenChannels } from './search/written-channels.ts'

/** What the verbs of this service work with; `service.ts` makes it. */
export interface Chat {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly keys: ClientOf<typeof keysContract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly media: ClientOf<typeof mediaContract>
  readonly bus: Bus
  readonly jobs: Jobs
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly guilds: GuildStates
  readonly members: MemberDirectory
  readonly authors: Authors
  readonly online: OnlineCounts
  /** Names of members, to be found by how they begin. */
  readonly names: NameDirectory
  readonly writer: MessageWriter
  readonly blocks: Blocks
  readonly pages: ReadyPages
  /** What makes the addresses of files; asked for once. */
  readonly addresses: () => Promise<AttachmentAddresses>
  /** Whether no other process uses the same databases. */
  readonly isAlone: () => boolean
  /** Channels whose newest messages are to be indexed. */
  readonly written: WrittenChannels
  /** Entries of the outbox that have been told of. */
  readonly told: ToldEntries
}
