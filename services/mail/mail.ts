import type * as keysContract from '@alles/keys/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import type { Jobs } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { Composer } from './delivery/compose.ts'
import type { Signer } from './delivery/dkim-key.ts'
import type { Outbox } from './delivery/outbox.ts'
import type { Relay } from './delivery/relay.ts'
import type { Site } from './site-policy.ts'
import type { Schema } from './database/types.ts'

/** What the verbs of this service work with. */
export interface Mail {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly keys: ClientOf<typeof keysContract>
  readonly jobs: Jobs
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
  readonly site: Site
  readonly signer: Signer
  readonly compose: Composer
  /** Files, where mail goes when there is no relay. */
  readonly outbox: Outbox
  readonly relay: Relay | null
}
