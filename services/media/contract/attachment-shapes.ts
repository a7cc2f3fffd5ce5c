import { Snowflake, z } from '@alles/platform/contract'

/** The most files one message may have. */
export const mostAttachments = 10

/** Names a file that was sent and waits; only the account that sent it can use it. */
export const UploadName = z.string()

/**
 * What a message keeps of an attachment, sealed with the rest of it: a page of history needs nothing else to be shown.
 * Description, and the mark of a spoiler in the name, are the message's own.
 */
export const StoredAttachment = z.object({
  id: Snowflake,
  /** Letters, digits, `_`, `-` and `.` of ASCII. A beginning of `SPOILER_` stays. */
  filename: z.string(),
  /** What its author called it, without the ending, where that is not what `filename` says. */
  title: z.string().exactOptional(),
  /** In bytes. */
  size: z.int(),
  /** What it is shown as: picture, video, sound or text by its bytes, else `application/octet-stream`. */
  content_type: z.string(),
  /** Of pictures, as they are shown. */
  width: z.int().exactOptional(),
  height: z.int().exactOptional(),
})
export type StoredAttachment = z.infer<typeof StoredAttachment>
