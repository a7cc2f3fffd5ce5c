import type { Sealer } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import type { GuildEmoji, GuildSettings, GuildSticker } from '../contract/index.ts'
import type { EmojiRow, GuildRow, StickerRow } from './guild-state-store.ts'

const { tables } = catalogue

export async function openSettings(sealer: Sealer, row: GuildRow): Promise<GuildSettings> {
  const items = (sealed: Buffer | null) => (sealed ? [{ row: row.id, sealed }] : [])
  const [[description], [vanityCode]] = await Promise.all([
    sealer.open(tables.guilds, 'description', items(row.description)),
    sealer.open(tables.guilds, 'vanity_code', items(row.vanity_code)),
  ])
  return {
    description: description ?? null,
    icon: row.icon,
    banner: row.banner,
    systemChannelId: row.system_channel_id,
    systemChannelFlags: row.system_channel_flags,
    rulesChannelId: row.rules_channel_id,
    publicUpdatesChannelId: row.public_updates_channel_id,
    verificationLevel: row.verification_level,
    defaultMessageNotifications: row.default_message_notifications,
    nsfwLevel: row.nsfw_level,
    preferredLocale: row.preferred_locale,
    invitesDisabled: row.invites_disabled,
    vanityCode: vanityCode ?? null,
    linkPreviews: row.link_previews,
    screening: row.screening,
  }
}

export async function openEmojis(
  sealer: Sealer,
  guildId: string,
  rows: readonly EmojiRow[],
): Promise<GuildEmoji[]> {
  const names = await sealer.open(
    tables.emojis,
    'name',
    rows.map(({ id, name }) => ({ row: `${guildId}:${id}`, sealed: name })),
  )
  return rows.map(({ id, animated, role_ids: roleIds }, at) => ({
    id,
    name: names[at] ?? '',
    animated,
    roleIds,
  }))
}

/** What is sealed of a sticker. */
export interface StickerWords {
  readonly name: string
  readonly description: string | null
  readonly tags: string
}

export async function openStickers(
  sealer: Sealer,
  guildId: string,
  rows: readonly StickerRow[],
): Promise<GuildSticker[]> {
  const words = await sealer.open<StickerWords, typeof tables.stickers>(
    tables.stickers,
    'words',
    rows.map(({ id, words: sealed }) => ({ row: `${guildId}:${id}`, sealed })),
  )
  return rows.map(({ id, animated }, at) => ({
    id,
    animated,
    ...(words[at] ?? { name: '', description: null, tags: '' }),
  }))
}
