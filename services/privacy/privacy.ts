import type * as accountsContract from '@alles/accounts/contract'
import type * as chatContract from '@alles/chat/contract'
import type * as keysContract from '@alles/keys/contract'
import type * as mailContract from '@alles/mail/contract'
import type * as mediaContract from '@alles/media/contract'
import type * as oauthContract from '@alles/oauth/contract'
import type { Catalogue, Sealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import type { Jobs } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { Schema } from './database/types.ts'

/** A service's data, with what it takes to walk it. Given by the composition, one for each service that stores anything. */
export interface DataHolder {
  readonly name: string
  readonly catalogue: Catalogue
  readonly database: Database
  readonly sealer: Sealer
}

export interface PrivacyOptions {
  /** How long a person may change their mind about an erasure, in days; 0 for none. */
  readonly graceDays: number
  /** How long a download is held back, in hours; 0 for not at all. */
  readonly exportDelayHours: number
  readonly holders: readonly DataHolder[]
}

/** What the verbs of this service work with. */
export interface Privacy extends PrivacyOptions {
  readonly database: Database<Schema>
  readonly accounts: ClientOf<typeof accountsContract>
  readonly chat: ClientOf<typeof chatContract>
  readonly oauth: ClientOf<typeof oauthContract>
  readonly keys: ClientOf<typeof keysContract>
  readonly mail: ClientOf<typeof mailContract>
  readonly media: ClientOf<typeof mediaContract>
  readonly jobs: Jobs
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
}
