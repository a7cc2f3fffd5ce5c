import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import type { ClientOf } from '@alles/platform/contract'
import { createLedger, type Egress, type LedgerEntry } from '@alles/platform/egress'
import type { Clock } from '@alles/platform/ids'
import { defineService, type Calls, type Parts } from '@alles/platform/service'
import { createAddresses, type Addresses } from './attachments/addresses.ts'
import { attachFiles } from './attachments/attach-files.ts'
import { answerAttachments } from './attachments/attachment-routes.ts'
import { discardNamed } from './attachments/discard-files.ts'
import { dropAttachments } from './attachments/drop-attachments.ts'
import { usualLimits, type FileLimits } from './attachments/file-limits.ts'
import { prepareUploads } from './attachments/prepare-uploads.ts'
import { receiveFile } from './attachments/receive-file.ts'
import { listUnsettled, settleAttachments } from './attachments/settle-attachments.ts'
import { destroySpentKeys, sweepFiles } from './attachments/sweep-files.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import { examineStore } from './blobs/examine-store.ts'
import { createPieces } from './blobs/pieces.ts'
import { createFileBlobs } from './blobs/file-blobs.ts'
import { createS3Blobs } from './blobs/s3-blobs.ts'
import type { S3Place } from './blobs/s3-place.ts'
import { createSealedBlobs } from './blobs/sealed-blobs.ts'
import { sweepOrphans } from './blobs/sweep-orphans.ts'
import { catalogue } from './catalogue.ts'
import * as contract from './contract/index.ts'
import type { Schema } from './database/types.ts'
import { createDecoder, type DecoderOptions } from './decoding/decoder.ts'
import { dropGuildPictures } from './guild-pictures/drop-guild-pictures.ts'
import { makePicture } from './guild-pictures/make-picture.ts'
import { listen } from './listeners.ts'
import type { Media } from './media.ts'
import { dropPicture } from './pictures/drop-picture.ts'
import { forgetAccount } from './owned/forget-account.ts'
import { listFiles } from './owned/list-files.ts'
import { createPictureCache } from './pictures/picture-cache.ts'
import { answerPictures } from './pictures/picture-routes.ts'
import { usePicture } from './pictures/use-picture.ts'
import { createLooker, type Looker } from './previews/looker.ts'
import { previewLinks } from './previews/preview-links.ts'
import type { Reach } from './previews/words.ts'
import { createArrivals } from './uploads/arrivals.ts'
import { sweepUploads } from './uploads/sweep-uploads.ts'
import { answerUploads } from './uploads/upload-routes.ts'

export type { FileLimits } from './attachments/file-limits.ts'
export { s3Destination } from './blobs/s3-blobs.ts'
export { readS3Place, type S3Place } from './blobs/s3-place.ts'

export interface MediaOptions {
  /** Where pictures are kept: a folder, or a bucket that the way out leads to. */
  readonly blobs: { readonly folder: string } | { readonly s3: S3Place; readonly egress: Egress }
  readonly decoder?: DecoderOptions
  /** The origin people see. */
  readonly publicUrl: string
  /** 25 MiB for a file and 250 MiB that wait, unless said otherwise. */
  readonly limits?: Partial<FileLimits>
  /** What links lead to is looked at only where this is given. */
  readonly previews?: { readonly record: (entry: LedgerEntry) => void; readonly reach?: Reach }
  /** Most bytes of opened pictures in memory; 64 MiB unless said otherwise. */
  readonly cacheBytes?: number
}

const sweepUploadsSeconds = 300
const destroySpentSeconds = 60
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
    answerAttachments(parts.routes, own)
    parts.jobs.every('media.sweepUploads', sweepUploadsSeconds, () => sweepUploads(own))
    parts.jobs.every('media.sweepFiles', sweepUploadsSeconds, () => sweepFiles(own))
    parts.jobs.every('media.destroySpentKeys', destroySpentSeconds, () => destroySpentKeys(own))
    parts.jobs.every('media.sweepOrphans', sweepOrphansSeconds, () => sweepOrphans(own))
    const unsubscribe = listen(own)
    return async () => {
      unsubscribe()
      own.decoder.stop()
      own.looker?.stop()
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
    looker: lookerOf(parts, options.previews),
    cache: createPictureCache(options.cacheBytes),
    pieces: createPieces(store),
    arrivals: createArrivals({ most: 24, mostOfOne: 3, refusal: contract.refusals.pictures_busy }),
    fileArrivals: createArrivals({ most: 64, mostOfOne: 6, refusal: contract.refusals.files_busy }),
    limits: { ...usualLimits, ...options.limits },
    sealer: createSealer(keys),
    addresses: addressesOf(keys, { publicUrl: options.publicUrl, clock }),
    bus,
    ids,
    clock,
    log,
  }
}

/** The key that signs is one of the instance's own keys for looking things up, used for nothing else. */
function addressesOf(
  keys: ClientOf<typeof keysContract>,
  given: { readonly publicUrl: string; readonly clock: Clock },
): () => Promise<Addresses> {
  let made: Promise<Addresses> | null = null
  const make = async () => {
    const [key] = await keys.blindIndex({ purpose: 'media-addresses', values: ['signatures'] })
    return createAddresses({ ...given, key: key as Uint8Array })
  }
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}

function lookerOf({ log, metrics, clock }: Parts<Schema>, previews: MediaOptions['previews']): Looker | null {
  if (!previews) return null
  const { record, reach } = previews
  return createLooker({ log, keep: createLedger({ record, log, metrics, clock }), ...(reach && { reach }) })
}

function storeOf(blobs: MediaOptions['blobs']): BlobStore {
  return 'folder' in blobs ? createFileBlobs(blobs.folder) : createS3Blobs(blobs.egress, blobs.s3)
}

function provide(calls: Calls, own: Media): void {
  calls.provide(contract.usePicture, async (wish) => ({ hash: await usePicture(own, wish) }))
  calls.provide(contract.dropPicture, ({ hash }) => dropPicture(own, hash))
  calls.provide(contract.forget, (whom) => forgetAccount(own, whom))
  calls.provide(contract.filesOf, (whom) => listFiles(own, whom))
  provideAttachments(calls, own)
  calls.provide(contract.doctor, async () => ({ faults: await examineStore(own.store) }))
}

function provideAttachments(calls: Calls, own: Media): void {
  calls.provide(contract.prepareUploads, async ({ by, files }) => ({
    uploads: await prepareUploads(own, by, files),
  }))
  calls.provide(contract.receiveFile, async (file) => ({ upload_filename: await receiveFile(own, file) }))
  calls.provide(contract.discardUploads, ({ by, uploads }) => discardNamed(own, by, uploads))
  calls.provide(contract.attach, (wish) => attachFiles(own, wish))
  calls.provide(contract.listUnsettled, async () => ({ bundles: await listUnsettled(own) }))
  calls.provide(contract.settleAttachments, (settled) => settleAttachments(own, settled))
  calls.provide(contract.dropAttachments, async ({ ids, bundles, channelIds }) => {
    for (const which of [{ ids }, { bundles }, { channelIds }]) await dropAttachments(own, which)
  })
  calls.provide(contract.previewLinks, (wish) => previewLinks(own, wish))
  calls.provide(contract.makePicture, (wish) => makePicture(own, wish))
  calls.provide(contract.dropGuildPictures, ({ guildId }) => dropGuildPictures(own, guildId))
  calls.provide(contract.attachmentAddresses, () => own.addresses())
}
