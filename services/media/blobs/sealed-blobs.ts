import type { ClientOf } from '@alles/platform/contract'
import type * as keysContract from '@alles/keys/contract'
import type { BlobStore } from './blob-store.ts'

/** Which blob: it opens only as the one it was sealed as. */
export interface BlobPlace {
  readonly table: 'pictures' | 'uploads' | 'guild_pictures' | 'member_pictures'
  /** 128 random bits in hex. */
  readonly row: string
  /** What of the row it is, such as `webp-256`. */
  readonly part: string
}

/** A store whose blobs are sealed with the keys of those they belong to. */
export interface SealedBlobs {
  /** All of them or, where it throws, none. */
  write(
    key: string,
    blobs: readonly { readonly place: BlobPlace; readonly plain: Uint8Array }[],
  ): Promise<void>
  /** Null where there is none, or its key has been destroyed. Throws where it was changed or moved. */
  read(place: BlobPlace): Promise<Uint8Array | null>
  remove(places: readonly BlobPlace[]): Promise<void>
}

export function createSealedBlobs(keys: ClientOf<typeof keysContract>, store: BlobStore): SealedBlobs {
  const remove = (places: readonly BlobPlace[]) => store.remove(places.map(blobName))
  return {
    async write(key, blobs) {
      const items = blobs.map(({ place, plain }) => ({ key, place: sealingPlace(place), plain }))
      const sealed = await keys.seal({ items })
      try {
        for (const [index, { place }] of blobs.entries())
          await store.write(blobName(place), sealed[index] as Uint8Array)
      } catch (error) {
        await remove(blobs.map(({ place }) => place))
        throw error
      }
    },
    async read(place) {
      const sealed = await store.read(blobName(place))
      if (sealed === null) return null
      const [plain = null] = await keys.open({ items: [{ place: sealingPlace(place), sealed }] })
      return plain
    },
    remove,
  }
}

export function blobName({ row, part }: BlobPlace): string {
  return `${row}.${part}`
}

function sealingPlace({ table, row, part }: BlobPlace) {
  return { table: `media.${table}`, column: part, row }
}
