import type * as keysContract from '@alles/keys/contract'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { BlobStore } from './blobs/blob-store.ts'
import type { SealedBlobs } from './blobs/sealed-blobs.ts'
import type { Schema } from './database/types.ts'
import type { Decoder } from './decoding/decoder.ts'
import type { PictureCache } from './pictures/picture-cache.ts'
import type { Arrivals } from './uploads/arrivals.ts'

/** What the verbs of this service work with. */
export interface Media {
  readonly database: Database<Schema>
  readonly keys: ClientOf<typeof keysContract>
  readonly store: BlobStore
  readonly blobs: SealedBlobs
  readonly decoder: Decoder
  readonly cache: PictureCache
  readonly arrivals: Arrivals
  readonly bus: Bus
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
}
