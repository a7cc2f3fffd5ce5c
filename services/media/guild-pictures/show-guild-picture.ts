import { refuse } from '@alles/platform/contract'
import type { PublicFile } from '@alles/platform/http'
import { refusals } from '../contract/index.ts'
import { sizeFor } from '../decoding/sizes.ts'
import type { Media } from '../media.ts'
import { formatOf, yearSeconds } from '../pictures/show-picture.ts'
import {
  guildVariantPlace,
  ofGuild,
  ofMember,
  type GuildVariant,
  type ShownPicture,
} from './guild-picture-policy.ts'
import {
  findGuildPicture,
  findMemberPicture,
  findPictureOf,
  type GuildPictureRow,
} from './guild-picture-store.ts'

interface Wish {
  /** `HASH.webp` and the like; of emoji and stickers `ID.webp`. */
  readonly file: string
  readonly size: number | undefined
}

/** An icon or banner, by the id of what it belongs to and its own name. */
export async function showGuildPicture(
  media: Media,
  { id, use, ...wish }: Wish & { readonly id: string; readonly use: GuildPictureRow['use'] },
): Promise<PublicFile> {
  const row = await findGuildPicture(media.database, nameOf(wish))
  if (row?.owner_id !== id || row.use !== use) return refuse(refusals.unknown_picture)
  return show(media, ofGuild(row), wish)
}

/** Accounts and guilds have banners under the same addresses. */
export async function isOfGuild(media: Media, file: string): Promise<boolean> {
  return (await findGuildPicture(media.database, nameOf({ file }))) !== undefined
}

export async function showMemberPicture(
  media: Media,
  { guildId, ...wish }: Wish & { readonly guildId: string },
): Promise<PublicFile> {
  const row = await findMemberPicture(media.database, nameOf(wish))
  return row?.guild_id === guildId ? show(media, ofMember(row), wish) : refuse(refusals.unknown_picture)
}

/** An emoji or sticker, by its own id. */
export async function showToken(
  media: Media,
  { use, ...wish }: Wish & { readonly use: 'emoji' | 'sticker' },
): Promise<PublicFile> {
  const row = await findPictureOf(media.database, nameOf(wish), use)
  return row ? show(media, ofGuild(row), wish) : refuse(refusals.unknown_picture)
}

function nameOf({ file }: Pick<Wish, 'file'>): string {
  return file.split('.', 1)[0] ?? ''
}

async function show(media: Media, picture: ShownPicture, { file, size }: Wish): Promise<PublicFile> {
  const format = formatOf(file) ?? refuse(refusals.unknown_picture)
  const width = sizeFor(picture.sizes, size)
  const bytes =
    (await stored(media, picture, { format, size: width })) ??
    (await converted(media, picture, { format, size: width })) ??
    refuse(refusals.unknown_picture)
  return {
    mediaType: `image/${format}`,
    bytes,
    tag: `${picture.hash}-${format}-${width}`,
    maxAgeSeconds: yearSeconds,
  }
}

type Format = NonNullable<ReturnType<typeof formatOf>>

async function stored(
  { cache, blobs }: Media,
  picture: ShownPicture,
  { format, size }: { readonly format: Format; readonly size: number },
): Promise<Uint8Array | null> {
  if (format === 'jpeg' || format === 'gif') return null
  const variant: GuildVariant = { format, size }
  return cache.bytes(picture, `${format}-${size}`, () => blobs.read(guildVariantPlace(picture, variant)))
}

/** What moves has no AVIF, and few ask for anything but WebP: made of that when it is asked for. */
async function converted(
  media: Media,
  picture: ShownPicture,
  { format, size }: { readonly format: Format; readonly size: number },
): Promise<Uint8Array | null> {
  if (format === 'webp') return null
  return media.cache.bytes(picture, `made-${format}-${size}`, async () => {
    const bytes = await stored(media, picture, { format: 'webp', size })
    return bytes && media.decoder.run('convert', { bytes, format })
  })
}
