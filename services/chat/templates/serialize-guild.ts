import {
  maySee,
  type ChannelState,
  type GuildState,
  type Holder,
  type SerializedGuild,
} from '../contract/index.ts'

/** A guild as a template has it: what `viewer` sees of it, without bots' roles and exceptions for members. */
export function serializeGuild(guild: GuildState, viewer: Holder): SerializedGuild {
  const { settings } = guild
  const roles = guild.roles.filter((role) => !role.managed)
  const seen = guild.channels.filter((channel) => maySee(guild, viewer, channel))
  const channels = [...seen.filter((one) => one.type === 4), ...seen.filter((one) => one.type !== 4)]
  const placeOf = (all: readonly { readonly id: string }[], id: string | null) => {
    const place = all.findIndex((one) => one.id === id)
    return place === -1 ? null : place
  }
  return {
    name: guild.name,
    description: settings.description,
    region: 'automatic',
    verification_level: settings.verificationLevel === 3 ? 3 : 0,
    default_message_notifications: settings.defaultMessageNotifications === 1 ? 1 : 0,
    explicit_content_filter: 0,
    preferred_locale: settings.preferredLocale as SerializedGuild['preferred_locale'],
    afk_timeout: 300,
    afk_channel_id: null,
    system_channel_id: placeOf(channels, settings.systemChannelId),
    system_channel_flags: settings.systemChannelFlags,
    icon_hash: null,
    roles: roles.map((role, id) => ({
      id,
      name: role.name,
      permissions: role.permissions.toString(),
      color: role.color,
      hoist: role.hoist,
      mentionable: role.mentionable,
      icon: null,
      unicode_emoji: role.unicodeEmoji,
    })),
    channels: channels.map((channel, id) => ({
      id,
      type: channel.type,
      name: channel.name,
      position: channel.position,
      topic: channel.topic,
      nsfw: false,
      parent_id: placeOf(channels, channel.parentId),
      rate_limit_per_user: channel.rateLimitPerUser,
      permission_overwrites: overwritesOf(channel, (roleId) => placeOf(roles, roleId)),
    })),
  }
}

function overwritesOf(
  channel: ChannelState,
  placeOf: (roleId: string) => number | null,
): SerializedGuild['channels'][number]['permission_overwrites'] {
  return channel.overwrites.flatMap((one) => {
    const id = one.type === 0 ? placeOf(one.id) : null
    if (id === null) return []
    return [{ id, type: 0 as const, allow: one.allow.toString(), deny: one.deny.toString() }]
  })
}
