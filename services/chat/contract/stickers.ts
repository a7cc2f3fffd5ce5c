import { makePicture } from '@alles/media/contract'
import { command, query, Snowflake, text, z } from '@alles/platform/contract'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'
import { Sticker } from './wire.ts'

/** Names are cut of white space around them. */
const StickerName = z
  .string()
  .max(200)
  .transform((name) => name.trim())
  .pipe(text(30, 2))
const Description = text(100)
/** What it is found by: words or emojis, in one line. */
const Tags = text(200)
const ofSticker = { guildId: Snowflake, stickerId: Snowflake }
const noGuild = [refusals.unknown_guild, refusals.missing_permissions]
const changing = { count: 50, seconds: 600, by: 'account' } as const

export const listStickers = query('chat.listStickers', {
  about: 'The stickers of a server; who made them, for those who make or manage them.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/stickers',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.array(Sticker),
  refuses: [refusals.unknown_guild],
})

export const getSticker = query('chat.getSticker', {
  about: 'Reads a sticker of a server.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/stickers/:stickerId',
  caller: 'account',
  input: z.object(ofSticker),
  output: Sticker,
  refuses: [refusals.unknown_guild, moderationRefusals.unknown_sticker],
})

/** A form with one file of at most 512 KiB. At most 60 in a server. */
export const createSticker = command('chat.createSticker', {
  about: 'Makes a sticker of a picture.',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/stickers',
  caller: 'account',
  input: z.object({ guildId: Snowflake, name: StickerName, description: Description, tags: Tags }),
  output: Sticker,
  status: 201,
  files: { most: 1 },
  refuses: [...noGuild, moderationRefusals.too_many_stickers, ...makePicture.refuses],
  limit: changing,
})

export const editSticker = command('chat.editSticker', {
  about: 'Changes the words of a sticker. One’s own, or with the permission to manage all.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/stickers/:stickerId',
  caller: 'account',
  input: z.object({
    ...ofSticker,
    name: StickerName.nullish(),
    description: Description.nullish(),
    tags: Tags.nullish(),
  }),
  output: Sticker,
  refuses: [...noGuild, moderationRefusals.unknown_sticker],
  limit: changing,
})

export const deleteSticker = command('chat.deleteSticker', {
  about: 'Deletes a sticker. One’s own, or with the permission to manage all.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/stickers/:stickerId',
  caller: 'account',
  input: z.object(ofSticker),
  output: z.void(),
  refuses: [...noGuild, moderationRefusals.unknown_sticker],
  limit: changing,
})
