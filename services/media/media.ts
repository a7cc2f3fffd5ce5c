import type * as keysContract from '@alles/keys/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import type { Bus } from '@alles/platform/events'
import type { Clock, Ids } from '@alles/platform/ids'
import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { Addresses } from './attachments/addresses.ts'
import type { FileLimits } from './attachments/file-limits.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import type { Pieces } from './blobs/pieces.ts'
import type { SealedBlobs } from './blobs/sealed-blobs.ts'
import type { Schema } from './database/types.ts'
import type { Decoder } from './decoding/decoder.ts'
import type { PictureCache } from './pictures/picture-cache.ts'
import type { Looker } from './previews/looker.ts'
import type { Arrivals } from './uploads/arrivals.ts'

/** What the verbs of this service work with. */
export interface Media {
  readonly database: Database<Schema>
  readonly keys: ClientOf<typeof keysContract>
  readonly store: BlobStore
  readonly blobs: SealedBlobs
  readonly decoder: Decoder
  /** Null where nobody may be shown what links lead to. */
  readonly looker: Looker | null
  readonly cache: PictureCache
  readonly pieces: Pieces
  /** Of pictures, each of which is in memory whole. */
  readonly arrivals: Arrivals
  readonly fileArrivals: Arrivals
  readonly limits: FileLimits
  readonly sealer: Sealer
  /** What signs addresses; asks for its key when it is first needed. */
  readonly addresses: () => Promise<Addresses>
  readonly bus: Bus
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
}
