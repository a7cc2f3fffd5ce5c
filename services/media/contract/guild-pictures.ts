import { command, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { PictureHash } from './shapes.ts'

/**
 * What guilds show. `icon`, `role_icon`, `member_avatar`: squares. `guild_banner`: 16:9. `emoji`: 128 pixels, `sticker`:
 * 320 pixels, both keep their shape and what moves.
 */
export const GuildPictureUse = z.enum([
  'icon',
  'guild_banner',
  'role_icon',
  'emoji',
  'sticker',
  'member_avatar',
])
export type GuildPictureUse = z.infer<typeof GuildPictureUse>

/** The most a file may weigh that becomes one of them. */
export const mostGuildPictureBytes: Readonly<Record<GuildPictureUse, number>> = {
  icon: 10 * 1024 * 1024,
  guild_banner: 10 * 1024 * 1024,
  role_icon: 256 * 1024,
  emoji: 256 * 1024,
  sticker: 512 * 1024,
  member_avatar: 10 * 1024 * 1024,
}

/**
 * Makes a picture of a guild of a file: PNG, JPEG, WebP, GIF or AVIF, as bytes or as Discord's `data:image/png;base64,…`.
 * Encoded anew, sealed with `key`: the guild's, or for a member's avatar the membership's content key. `owner` is the
 * id in its address: of the guild, role, emoji or sticker. Leaves nothing where it fails.
 */
export const makePicture = command('media.makePicture', {
  about: 'Makes a picture that a guild shows.',
  caller: 'internal',
  checked: 'types',
  input: z.object({
    file: z.custom<Uint8Array | string>(),
    use: GuildPictureUse,
    guildId: Snowflake,
    /** Not said of a member's avatar: nothing here tells which member that is. */
    owner: Snowflake,
    key: z.string(),
  }),
  output: z.object({ hash: PictureHash, animated: z.boolean() }),
  refuses: [
    refusals.not_a_picture,
    refusals.broken_picture,
    refusals.too_many_pixels,
    refusals.asset_too_large,
    refusals.picture_took_too_long,
    refusals.pictures_busy,
  ],
})

/** When a guild is deleted. Pictures one by one go with `dropPicture`. */
export const dropGuildPictures = command('media.dropGuildPictures', {
  about: 'Deletes every picture of a guild, avatars of its members included. Does nothing twice.',
  caller: 'internal',
  input: z.object({ guildId: Snowflake }),
  output: z.void(),
})
