import { command, Snowflake, z } from '@alles/platform/contract'

export const LinkPreview = z.object({
  /** The address as it was given. */
  url: z.string(),
  /** What the page says it is; `image` where the address is a picture itself. */
  type: z.enum(['link', 'article', 'image', 'video']),
  title: z.string().nullable(),
  description: z.string().nullable(),
  site_name: z.string().nullable(),
  author: z.string().nullable(),
  /** `#rrggbb` as a number, where the page says one. */
  color: z.int().nullable(),
  /** A copy of ours, kept and dropped as an attachment of the bundle; its address is `addresses.ofPreview`. */
  picture: z.object({ id: Snowflake, filename: z.string(), width: z.int(), height: z.int() }).nullable(),
})
export type LinkPreview = z.infer<typeof LinkPreview>

/** The most links of one message that are looked at. */
export const mostPreviews = 5

/**
 * Fetches what addresses show, each once, and tells the third party nothing but that this server asked. Takes up to some
 * seconds: never wait for it before answering. An address that leads nowhere, is not public or says nothing is left out.
 * Pictures are sealed with `key` and belong to `bundle`, the message's where it has attachments; else one is made.
 */
export const previewLinks = command('media.previewLinks', {
  about: 'Asks the places that links lead to what they show.',
  caller: 'internal',
  input: z.object({
    urls: z.array(z.string()).max(mostPreviews),
    key: z.string(),
    channelId: Snowflake,
    bundle: Snowflake.optional(),
  }),
  output: z.object({
    /** Null where there is no picture and none was given. */
    bundle: Snowflake.nullable(),
    previews: z.array(LinkPreview),
  }),
})
