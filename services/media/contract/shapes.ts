import { Instant, Snowflake, z } from '@alles/platform/contract'

/** A picture that was sent and is not used yet. */
export const Upload = z.object({
  id: Snowflake,
  width: z.int(),
  height: z.int(),
  /** It is forgotten then unless it is used before. */
  expires_at: Instant,
})
export type Upload = z.infer<typeof Upload>

/** What a picture is shown as: a square, a 3:1 stripe, or an application's square. */
export const PictureUse = z.enum(['avatar', 'banner', 'logo'])
export type PictureUse = z.infer<typeof PictureUse>

/** The name of a picture in use: 128 random bits in hex, new with every use. It is not made of the picture's content. */
export const PictureHash = z.string().regex(/^[0-9a-f]{32}$/)
export type PictureHash = z.infer<typeof PictureHash>

/** The most an upload may weigh. */
export const mostUploadBytes = 10 * 1024 * 1024
