import { z } from '@alles/platform/contract'

/*
 * https://docs.discord.com/developers/resources/message#embed-object. An embed that was given and one that was made of a
 * link have the same shape; `type` tells them apart.
 */

const Picture = z.object({
  url: z.string(),
  proxy_url: z.string().exactOptional(),
  width: z.int().exactOptional(),
  height: z.int().exactOptional(),
})

export const Embed = z.object({
  /** `rich`: given. `poll_result`: how a poll ended, said by the system. The others: made of a link. */
  type: z.enum(['rich', 'image', 'video', 'article', 'link', 'poll_result']),
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  url: z.string().exactOptional(),
  timestamp: z.string().exactOptional(),
  color: z.int().exactOptional(),
  footer: z
    .object({
      text: z.string(),
      icon_url: z.string().exactOptional(),
      proxy_icon_url: z.string().exactOptional(),
    })
    .exactOptional(),
  image: Picture.exactOptional(),
  thumbnail: Picture.exactOptional(),
  provider: z.object({ name: z.string().exactOptional(), url: z.string().exactOptional() }).exactOptional(),
  author: z
    .object({
      name: z.string(),
      url: z.string().exactOptional(),
      icon_url: z.string().exactOptional(),
      proxy_icon_url: z.string().exactOptional(),
    })
    .exactOptional(),
  fields: z
    .array(z.object({ name: z.string(), value: z.string(), inline: z.boolean().exactOptional() }))
    .exactOptional(),
})
export type Embed = z.infer<typeof Embed>
