import { everyPermission, type SerializedGuild } from '../contract/index.ts'
import type { GuildPlan } from '../guilds/create-guild.ts'

/** How to make a guild of what a template holds. */
export function planGuild(name: string, content: SerializedGuild): GuildPlan {
  const [everyone, ...roles] = content.roles
  const bitsOf = (bits: string) => BigInt(bits) & everyPermission
  return {
    name,
    ...(everyone && { everyone: bitsOf(everyone.permissions) }),
    roles: roles.map((role) => ({
      key: String(role.id),
      name: role.name,
      permissions: bitsOf(role.permissions),
      color: role.color,
      hoist: role.hoist,
      mentionable: role.mentionable,
      unicodeEmoji: role.unicode_emoji,
    })),
    channels: content.channels.map((channel) => ({
      ...channel,
      id: String(channel.id),
      parent_id: channel.parent_id === null ? null : String(channel.parent_id),
      overwrites: channel.permission_overwrites.map(({ id, allow, deny }) => ({
        key: String(id),
        allow: bitsOf(allow),
        deny: bitsOf(deny),
      })),
    })),
    settings: {
      description: content.description,
      verificationLevel: content.verification_level,
      defaultMessageNotifications: content.default_message_notifications,
      preferredLocale: content.preferred_locale,
      systemChannelFlags: content.system_channel_flags,
    },
    systemChannel: content.system_channel_id === null ? null : String(content.system_channel_id),
  }
}
