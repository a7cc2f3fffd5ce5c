import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import {
  featuresOf,
  maySee,
  moderationRefusals,
  refusals,
  type GuildSettings,
  type GuildState,
} from '../contract/index.ts'
import type { Inside } from './guild-access.ts'
import type { GuildChange } from './guild-store.ts'
import { sealDescription } from './seal-text.ts'

/** What to change; what is absent stays. */
export type SettingsEdit = Partial<Omit<GuildSettings, 'vanityCode' | 'screening' | 'invitesDisabled'>> & {
  readonly explicitContentFilter?: number
  /** All that are to be on. */
  readonly features?: readonly string[]
}

/** The settings of a guild once they are changed; refuses what does not exist here, or not for whoever asks. */
export function settingsAfter(inside: Inside, edit: SettingsEdit): GuildSettings {
  const { explicitContentFilter, features, ...plain } = edit
  const { settings } = inside.guild
  if (explicitContentFilter) refuse(moderationRefusals.unsupported_setting)
  if (![undefined, 0, 3].includes(edit.verificationLevel)) refuse(moderationRefusals.unsupported_setting)
  for (const name of ['systemChannelId', 'rulesChannelId', 'publicUpdatesChannelId'] as const)
    requireChannel(inside, edit[name], settings[name])
  return {
    ...settings,
    ...plain,
    ...(plain.description !== undefined && { description: plain.description?.trim() || null }),
    ...(features && { invitesDisabled: takesOn(settings, features) }),
  }
}

/** Where it may be one may name it: nothing is said of channels one cannot see. */
function requireChannel({ guild, member }: Inside, id: string | null | undefined, now: string | null): void {
  if (id === undefined || id === null || id === now) return
  const channel = guild.channels.find((one) => one.id === id)
  if (!channel || channel.type === 4 || !maySee(guild, member, channel)) refuse(refusals.unknown_channel)
}

/** Whether joining is switched off; whatever else is not as it is cannot be switched here. */
function takesOn(settings: GuildSettings, features: readonly string[]): boolean {
  const known = new Set<string>([...featuresOf(settings), 'INVITES_DISABLED'])
  if (features.some((feature) => !known.has(feature))) refuse(moderationRefusals.unsupported_setting)
  return features.includes('INVITES_DISABLED')
}

/** The columns that differ. */
export async function columnsOf(
  chat: Chat,
  before: Pick<GuildState, 'id' | 'keyId' | 'settings'>,
  after: GuildSettings,
): Promise<GuildChange> {
  const { settings, id: row, keyId: key } = before
  const columns = [
    ['icon', settings.icon, after.icon],
    ['banner', settings.banner, after.banner],
    ['system_channel_id', settings.systemChannelId, after.systemChannelId],
    ['system_channel_flags', settings.systemChannelFlags, after.systemChannelFlags],
    ['rules_channel_id', settings.rulesChannelId, after.rulesChannelId],
    ['public_updates_channel_id', settings.publicUpdatesChannelId, after.publicUpdatesChannelId],
    ['verification_level', settings.verificationLevel, after.verificationLevel],
    [
      'default_message_notifications',
      settings.defaultMessageNotifications,
      after.defaultMessageNotifications,
    ],
    ['nsfw_level', settings.nsfwLevel, after.nsfwLevel],
    ['preferred_locale', settings.preferredLocale, after.preferredLocale],
    ['invites_disabled', settings.invitesDisabled, after.invitesDisabled],
    ['link_previews', settings.linkPreviews, after.linkPreviews],
  ] as const
  const changed = columns.filter(([, old, now]) => old !== now).map(([name, , now]) => [name, now] as const)
  const sealed = settings.description !== after.description
  return {
    ...Object.fromEntries(changed),
    ...(sealed && { description: await sealDescription(chat, { row, key, value: after.description }) }),
  }
}
