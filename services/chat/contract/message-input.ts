import { Snowflake, text, z } from '@alles/platform/contract'
import { messageFlags } from './message-kinds.ts'

/** Whom a message may notify. Absent: everybody it names, as far as its author may. */
export const AllowedMentions = z
  .object({
    parse: z.array(z.enum(['roles', 'users', 'everyone'])).optional(),
    users: z.array(Snowflake).max(100).optional(),
    roles: z.array(Snowflake).max(100).optional(),
    replied_user: z.boolean().optional(),
  })
  .refine(({ parse, users }) => !(parse?.includes('users') && users?.length), {
    path: ['users'],
    error: 'cannot be listed where parse names users already',
  })
  .refine(({ parse, roles }) => !(parse?.includes('roles') && roles?.length), {
    path: ['roles'],
    error: 'cannot be listed where parse names roles already',
  })
export type AllowedMentions = z.infer<typeof AllowedMentions>

/** At most 2,000 code points. White space around it is dropped. */
export const Content = z
  .string()
  .refine((value) => value.isWellFormed(), 'holds a character that is not valid Unicode')
  .refine((value) => !value.includes('\0'), 'holds a control character')
  .transform((value) => value.trim())
  .refine(
    (value) => value.length <= 2000 || (value.length <= 4000 && Array.from(value).length <= 2000),
    'may have at most 2000 characters',
  )

/** Of the flags only those that suppress something can be set; others that Discord knows are ignored. */
export const Flags = z
  .int()
  .nonnegative()
  .refine((flags) => (flags & messageFlags.isVoiceMessage) === 0, 'there are no voice messages here')
  .refine((flags) => (flags & messageFlags.isComponentsV2) === 0, 'there are no components here')

/** There are none yet; dropping them in silence would send half a message. */
export const Components = z.array(z.unknown()).max(0, 'cannot be sent here yet')

/**
 * A file of a message. With `uploaded_filename` one that was sent before the message; with the number of a part
 * `files[n]` as `id`, that part; in an edit, with the id of one that it has, that one stays.
 */
export const AttachmentInput = z.object({
  id: z.union([Snowflake, z.int().nonnegative().transform(String)]).nullish(),
  filename: text(260, 1).nullish(),
  uploaded_filename: z.string().max(400).nullish(),
  /** What it shows, for who does not see it. */
  description: text(1024).nullish(),
  title: text(1024).nullish(),
  is_spoiler: z.boolean().nullish(),
})
export type AttachmentInput = z.infer<typeof AttachmentInput>

export const mostAttachments = 10
export const AttachmentsInput = z.array(AttachmentInput).max(mostAttachments)
