import { makePicture } from '@alles/media/contract'
import { command, query, Snowflake, z } from '@alles/platform/contract'
import { Picture } from './guilds.ts'
import { moderationRefusals } from './moderation-refusals.ts'
import { refusals } from './refusals.ts'
import { Emoji } from './wire.ts'

const EmojiName = z.string().regex(/^\w{2,32}$/, 'must have 2 to 32 letters, digits or underscores')
const EmojiRoles = z.array(Snowflake).max(250)
const ofEmoji = { guildId: Snowflake, emojiId: Snowflake }
const noGuild = [refusals.unknown_guild, refusals.missing_permissions]
const changing = { count: 50, seconds: 600, by: 'account' } as const

export const listEmojis = query('chat.listEmojis', {
  about: 'The emojis of a server; who made them, for those who make or manage emojis.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/emojis',
  caller: 'account',
  input: z.object({ guildId: Snowflake }),
  output: z.array(Emoji),
  refuses: [refusals.unknown_guild],
})

export const getEmoji = query('chat.getEmoji', {
  about: 'Reads an emoji of a server.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/emojis/:emojiId',
  caller: 'account',
  input: z.object(ofEmoji),
  output: Emoji,
  refuses: [refusals.unknown_guild, moderationRefusals.unknown_emoji],
})

/** At most 200 that stand still and 200 that move, each of at most 256 KiB. Where `roles` are named, who has none of them cannot use it. */
export const createEmoji = command('chat.createEmoji', {
  about: 'Makes an emoji of a picture.',
  protocol: 'discord',
  http: 'POST /guilds/:guildId/emojis',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    name: EmojiName,
    image: Picture.unwrap(),
    roles: EmojiRoles.nullish(),
  }),
  output: Emoji,
  status: 201,
  bodyLimit: 512 * 1024,
  refuses: [
    ...noGuild,
    refusals.unknown_role,
    moderationRefusals.too_many_emojis,
    moderationRefusals.too_many_animated_emojis,
    ...makePicture.refuses,
  ],
  limit: changing,
})

export const editEmoji = command('chat.editEmoji', {
  about: 'Renames an emoji or says who may use it. One’s own, or with the permission to manage all.',
  protocol: 'discord',
  http: 'PATCH /guilds/:guildId/emojis/:emojiId',
  caller: 'account',
  input: z.object({ ...ofEmoji, name: EmojiName.nullish(), roles: EmojiRoles.nullish() }),
  output: Emoji,
  refuses: [...noGuild, refusals.unknown_role, moderationRefusals.unknown_emoji],
  limit: changing,
})

export const deleteEmoji = command('chat.deleteEmoji', {
  about: 'Deletes an emoji. One’s own, or with the permission to manage all.',
  protocol: 'discord',
  http: 'DELETE /guilds/:guildId/emojis/:emojiId',
  caller: 'account',
  input: z.object(ofEmoji),
  output: z.void(),
  refuses: [...noGuild, moderationRefusals.unknown_emoji],
  limit: changing,
})
