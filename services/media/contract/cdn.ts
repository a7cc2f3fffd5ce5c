import { query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'

/** https://discord.com/developers/docs/reference#image-formatting */
const PictureFile = z
  .string()
  .regex(/^[0-9a-f]{32}\.(webp|avif|png|jpg|jpeg|gif)$/, 'is not the name of a picture')

const shown = {
  protocol: 'media',
  caller: 'anyone',
  input: z.object({
    id: Snowflake,
    file: PictureFile,
    /** Width in pixels. The next larger size there is answers, or the largest, which also does where none is said. */
    size: z.coerce.number().int().min(16).max(4096).optional(),
  }),
  output: z.unknown(),
  gives: ['image/webp', 'image/avif', 'image/png', 'image/jpeg', 'image/gif'],
  refuses: [refusals.unknown_picture, refusals.pictures_busy, refusals.picture_took_too_long],
} as const

export const showAvatar = query('media.showAvatar', {
  ...shown,
  about: "An account's avatar, `HASH.webp` or another format. The name never means another picture.",
  http: 'GET /avatars/:id/:file',
})

export const showBanner = query('media.showBanner', {
  ...shown,
  about: "An account's banner, three times as wide as high, or a guild's, 16:9.",
  http: 'GET /banners/:id/:file',
})

export const showLogo = query('media.showLogo', {
  ...shown,
  about: "An application's logo.",
  http: 'GET /app-icons/:id/:file',
})

export const showIcon = query('media.showIcon', {
  ...shown,
  about: "A guild's icon.",
  http: 'GET /icons/:id/:file',
})

export const showRoleIcon = query('media.showRoleIcon', {
  ...shown,
  about: "A role's icon.",
  http: 'GET /role-icons/:id/:file',
})

export const showMemberAvatar = query('media.showMemberAvatar', {
  ...shown,
  about: "A member's avatar in one guild.",
  http: 'GET /guilds/:guildId/users/:userId/avatars/:file',
  // Whose it is, only the name of the file leads to: nothing here knows members.
  input: shown.input.omit({ id: true }).extend({ guildId: Snowflake, userId: Snowflake }),
})

const ofToken = {
  ...shown,
  input: shown.input.omit({ id: true }).extend({
    file: z.string().regex(/^\d{1,19}\.(webp|avif|png|jpg|jpeg|gif)$/, 'is not the name of a picture'),
  }),
} as const

export const showEmoji = query('media.showEmoji', {
  ...ofToken,
  about: 'An emoji of a guild; as WebP and GIF it moves, where it does.',
  http: 'GET /emojis/:file',
})

export const showSticker = query('media.showSticker', {
  ...ofToken,
  about: 'A sticker of a guild; as WebP and GIF, or as PNG where it came as one, it moves where it does.',
  http: 'GET /stickers/:file',
})

export const showDefaultAvatar = query('media.showDefaultAvatar', {
  about: 'What is shown of an account without an avatar: one of six, by `(id >> 22) % 6`.',
  protocol: 'media',
  http: 'GET /embed/avatars/:file',
  caller: 'anyone',
  input: z.object({ file: z.string().regex(/^[0-5]\.png$/, 'is not the name of a picture') }),
  output: z.unknown(),
  gives: ['image/png'],
})
