import * as keysContract from '@alles/keys/contract'
import type { Egress } from '@alles/platform/egress'
import { defineService, type Calls, type Parts } from '@alles/platform/service'
import type { BlobStore } from './blobs/blob-store.ts'
import { examineStore } from './blobs/examine-store.ts'
import { createFileBlobs } from './blobs/file-blobs.ts'
import { createS3Blobs } from './blobs/s3-blobs.ts'
import type { S3Place } from './blobs/s3-place.ts'
import { createSealedBlobs } from './blobs/sealed-blobs.ts'
import { sweepOrphans } from './blobs/sweep-orphans.ts'
import { catalogue } from './catalogue.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { createDecoder, type DecoderOptions } from './decoding/decoder.ts'
import { listen } from './listeners.ts'
import type { Media } from './media.ts'
import { dropPicture } from './pictures/drop-picture.ts'
import { forgetPictures } from './pictures/forget-pictures.ts'
import { listFiles } from './pictures/list-files.ts'
import { createPictureCache } from './pictures/picture-cache.ts'
import { answerPictures } from './pictures/picture-routes.ts'
import { usePicture } from './pictures/use-picture.ts'
import { createArrivals } from './uploads/arrivals.ts'
import { sweepUploads } from './uploads/sweep-uploads.ts'
import { answerUploads } from './uploads/upload-routes.ts'

export { s3Destination } from './blobs/s3-blobs.ts'
export { readS3Place, type S3Place } from './blobs/s3-place.ts'

export interface MediaOptions {
  /** Where pictures are kept: a folder, or a bucket that the way out leads to. */
  readonly blobs: { readonly folder: string } | { readonly s3: S3Place; readonly egress: Egress }
  readonly decoder?: DecoderOptions
  /** Most bytes of opened pictures in memory; 64 MiB unless said otherwise. */
  readonly cacheBytes?: number
}

const sweepUploadsSeconds = 300
const sweepOrphansSeconds = 6 * 3_600

export const media = defineService<Schema, MediaOptions>({
  name: 'media',
  catalogue,
  migrations: new URL('./database/migrations/', import.meta.url),
  contract,
  async start(parts, options) {
    const own = assemble(parts, options)
    provide(parts.calls, own)
    answerUploads(parts.routes, own)
    answerPictures(parts.routes, own)
    parts.jobs.every('media.sweepUploads', sweepUploadsSeconds, () => sweepUploads(own))
    parts.jobs.every('media.sweepOrphans', sweepOrphansSeconds, () => sweepOrphans(own))
    const unsubscribe = listen(own)
    return async () => {
      unsubscribe()
      own.decoder.stop()
    }
  },
})

function assemble(parts: Parts<Schema>, options: MediaOptions): Media {
  const { database, calls, bus, ids, clock, log } = parts
  const keys = calls.of(keysContract)
  const store = storeOf(options.blobs)
  return {
    database,
    keys,
    store,
    blobs: createSealedBlobs(keys, store),
    decoder: createDecoder(log, options.decoder),
    cache: createPictureCache(options.cacheBytes),
    arrivals: createArrivals(),
    bus,
    ids,
    clock,
    log,
  }
}

function storeOf(blobs: MediaOptions['blobs']): BlobStore {
  return 'folder' in blobs ? createFileBlobs(blobs.folder) : createS3Blobs(blobs.egress, blobs.s3)
}

function provide(calls: Calls, own: Media): void {
  calls.provide(contract.usePicture, async (wish) => ({ hash: await usePicture(own, wish) }))
  calls.provide(contract.dropPicture, ({ hash }) => dropPicture(own, hash))
  calls.provide(contract.forget, ({ accountId }) => forgetPictures(own, accountId))
  calls.provide(contract.filesOf, ({ accountId }) => listFiles(own, accountId))
  calls.provide(contract.doctor, async () => ({ faults: await examineStore(own.store) }))
}
