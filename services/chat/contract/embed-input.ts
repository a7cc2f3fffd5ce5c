import { text, z } from '@alles/platform/contract'
import type { Embed } from './embeds.ts'

/*
 * Embeds on their way in: https://docs.discord.com/developers/resources/message#embed-object-embed-limits. What a
 * program says about sizes of pictures and about copies of them is ignored.
 */

export const mostEmbeds = 10
/** Code points in all titles, descriptions, fields, footers and authors of one message. */
const mostInAll = 6000

const isWeb = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const Link = text(2048).refine(isWeb, 'must be a web address')
/** A web address, or the name of a file of the same message. */
const PictureLink = text(2048).refine(
  (value) => /^attachment:\/\/[^/?#]+$/.test(value) || isWeb(value),
  'must be a web address or attachment://filename',
)
const Picture = z.object({ url: PictureLink })
const trimmed = (max: number, min = 0) =>
  z
    .string()
    .transform((value) => value.trim())
    .pipe(text(max, min))

const Given = z.object({
  title: trimmed(256).nullish(),
  description: trimmed(4096).nullish(),
  url: Link.nullish(),
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  color: z.int().min(0).max(0xff_ff_ff).nullish(),
  footer: z.object({ text: trimmed(2048, 1), icon_url: PictureLink.nullish() }).nullish(),
  image: Picture.nullish(),
  thumbnail: Picture.nullish(),
  author: z.object({ name: trimmed(256, 1), url: Link.nullish(), icon_url: PictureLink.nullish() }).nullish(),
  fields: z
    .array(z.object({ name: trimmed(256, 1), value: trimmed(1024, 1), inline: z.boolean().nullish() }))
    .max(25)
    .nullish(),
})

const EmbedInput = Given.refine(
  ({ title, description, footer, image, thumbnail, author, fields }) =>
    Boolean(title || description || footer || image || thumbnail || author || fields?.length),
  'shows nothing',
).transform((given): Embed => ({
  ...defined({
    title: given.title || undefined,
    description: given.description || undefined,
    url: given.url,
    timestamp: given.timestamp && new Date(given.timestamp).toISOString(),
    color: given.color,
    image: given.image,
    thumbnail: given.thumbnail,
    footer: given.footer && { text: given.footer.text, ...defined({ icon_url: given.footer.icon_url }) },
    author: given.author && {
      name: given.author.name,
      ...defined({ url: given.author.url, icon_url: given.author.icon_url }),
    },
    fields: given.fields?.map(({ name, value, inline }) => ({ name, value, ...defined({ inline }) })),
  }),
  type: 'rich',
}))

export const EmbedsInput = z
  .array(EmbedInput)
  .max(mostEmbeds)
  .refine(
    (embeds) => embeds.reduce((all, embed) => all + lengthOf(embed), 0) <= mostInAll,
    `may have at most ${mostInAll} characters in all`,
  )

function lengthOf(embed: Embed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name]
  for (const field of embed.fields ?? []) texts.push(field.name, field.value)
  return texts.reduce((all, one) => all + Array.from(one ?? '').length, 0)
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], null | undefined> }

/** Without what is null or undefined. */
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Defined<T>
}
