import type * as accountsContract from '@alles/accounts/contract'
import type * as chatContract from '@alles/chat/contract'
import type * as keysContract from '@alles/keys/contract'
import type * as mediaContract from '@alles/media/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus, Jobs } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Database } from '@alles/platform/postgres'
import type { BotCache } from './bots/bot-cache.ts'
import type { Schema } from './database/types.ts'

/** What the verbs of this service work with. */
export interface OAuth {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly keys: ClientOf<typeof keysContract>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly chat: ClientOf<typeof chatContract>
  readonly media: ClientOf<typeof mediaContract>
  readonly bus: Bus
  readonly jobs: Jobs
  readonly ids: Ids
  readonly clock: Clock
  readonly bots: BotCache
  /** The origin people see: who signs what applications get. */
  readonly issuer: string
  /** Whether applications may register themselves. */
  readonly openRegistration: boolean
}
