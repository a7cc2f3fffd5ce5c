import type { AttachmentAddresses } from '@alles/media/contract'
import type { Attachment, Embed } from '../contract/index.ts'
import type { Extras, StoredFile, StoredPreview } from './extras.ts'

/** Where a message stands, and what makes the addresses of its files. */
export interface ExtrasPlace {
  readonly channelId: string
  readonly addresses: AttachmentAddresses
}

/** Whether addresses are needed to show it. */
export function hasFiles(extras: Extras | null): boolean {
  return extras?.files !== undefined || extras?.previews?.some((one) => one.picture) === true
}

/** Files as the wire shows them: those that an embed shows are left out, as its pictures. */
export function showFiles({ files = [], embeds = [] }: Extras, place: ExtrasPlace): Attachment[] {
  const shown = new Set(embeds.flatMap(picturesOf))
  return files.filter((file) => !shown.has(named(file.id))).map((file) => showFile(file, place))
}

const isSpoiler = 8

function showFile(file: StoredFile, { channelId, addresses }: ExtrasPlace): Attachment {
  const { spoiler, ...stored } = file
  const url = addresses.of({ channelId, id: file.id, filename: file.filename })
  return { ...stored, url, proxy_url: url, ...(spoiler && { flags: isSpoiler }) }
}

export function showEmbeds(
  { embeds = [], previews = [], files = [] }: Extras,
  place: ExtrasPlace | null,
): Embed[] {
  const given = embeds.map((embed) =>
    place === null || !picturesOf(embed).some((url) => url.startsWith(scheme))
      ? embed
      : withAddresses(embed, (url) => addressOf(url, files, place)),
  )
  return [...given, ...previews.map((one) => showPreview(one, place))]
}

function showPreview({ embed, picture }: StoredPreview, place: ExtrasPlace | null): Embed {
  if (!picture || !place) return embed
  const { channelId, addresses } = place
  const url = addresses.ofPreview({ channelId, id: picture.id, filename: picture.filename })
  const shown = { url, proxy_url: url, width: picture.width, height: picture.height }
  return { ...embed, thumbnail: shown }
}

const scheme = 'attachment://'

/** What an embed calls a file of its message. */
export function named(fileId: string): string {
  return `${scheme}${fileId}`
}

/** The files that embeds call by their names, called by their ids; `idOf` gives null for names of none. */
export function byId(embed: Embed, idOf: (filename: string) => string | null): Embed | null {
  const missing = picturesOf(embed).some(
    (url) => url.startsWith(scheme) && idOf(url.slice(scheme.length)) === null,
  )
  if (missing) return null
  return withAddresses(embed, (url) =>
    url.startsWith(scheme) ? named(idOf(url.slice(scheme.length)) ?? '') : url,
  )
}

function picturesOf(embed: Embed): string[] {
  const { image, thumbnail, footer, author } = embed
  return [image?.url, thumbnail?.url, footer?.icon_url, author?.icon_url].filter((url) => url !== undefined)
}

/** A picture without an address is left out. */
function withAddresses(embed: Embed, addressFor: (url: string) => string | null): Embed {
  const { image, thumbnail, footer, author, ...rest } = embed
  const picture = (given: Embed['image']) => {
    const url = given && addressFor(given.url)
    return given && typeof url === 'string' ? { ...given, url } : undefined
  }
  const icon = <T extends { icon_url?: string }>({ icon_url: given, ...others }: T) => {
    const url = given === undefined ? null : addressFor(given)
    return { ...others, ...(url !== null && { icon_url: url }) }
  }
  const newImage = picture(image)
  const newThumbnail = picture(thumbnail)
  return {
    ...rest,
    ...(newImage && { image: newImage }),
    ...(newThumbnail && { thumbnail: newThumbnail }),
    ...(footer && { footer: icon(footer) }),
    ...(author && { author: icon(author) }),
  }
}

function addressOf(
  url: string,
  files: readonly StoredFile[],
  { channelId, addresses }: ExtrasPlace,
): string | null {
  if (!url.startsWith(scheme)) return url
  const file = files.find((one) => named(one.id) === url)
  return file ? addresses.of({ channelId, id: file.id, filename: file.filename }) : null
}
