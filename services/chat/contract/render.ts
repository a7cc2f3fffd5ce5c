import { basePermissions, maySee } from './permissions.ts'
import type { ChannelState, GuildState, MemberState, RoleState, UnversionedMember } from './guild-state.ts'
import type {
  BareMember,
  Channel,
  CurrentUser,
  FullGuild,
  Guild,
  Member,
  MyGuild,
  Role,
  User,
} from './wire.ts'

/** What everybody may see of an account, as the accounts service gives it. */
export interface ShownProfile {
  readonly id: string
  readonly username: string
  readonly displayName: string | null
  /** Names of pictures that the media service shows. */
  readonly avatar: string | null
  readonly banner: string | null
  /** 0xRRGGBB. */
  readonly color: number | null
  readonly bot: boolean
}

/** An account as Discord writes a user. */
export function renderUser(profile: ShownProfile): User {
  return {
    ...blankUser(profile.id),
    username: profile.username,
    global_name: profile.displayName,
    avatar: profile.avatar,
    banner: profile.banner,
    accent_color: profile.color,
    bot: profile.bot,
  }
}

/** What an erased account looks like. `id`: its membership's reference, so that it is another stranger in each guild. */
export function deletedUser(ref: string): User {
  return { ...blankUser(ref), username: '[deleted user]', discriminator: '0000' }
}

function blankUser(id: string): User {
  return {
    id,
    username: '',
    discriminator: '0',
    global_name: null,
    avatar: null,
    bot: false,
    system: false,
    banner: null,
    accent_color: null,
    public_flags: 0,
    avatar_decoration_data: null,
  }
}

/** The account that acts, as it sees itself. */
export function renderCurrentUser(profile: ShownProfile): CurrentUser {
  const own = { verified: true, mfa_enabled: false, email: null, locale: 'en-US', flags: 0 } as const
  return { ...renderUser(profile), ...own }
}

export function renderRole(role: RoleState): Role {
  return {
    id: role.id,
    name: role.name,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
    ...(role.botId !== null && { tags: { bot_id: role.botId } }),
  }
}

/** A member without whose it is. */
export function renderBareMember(member: Pick<MemberState, 'nick' | 'roleIds' | 'joinedAt'>): BareMember {
  return {
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    communication_disabled_until: null,
    flags: 0,
  }
}

export function renderMember(member: UnversionedMember, user: User): Member {
  return { user, ...renderBareMember(member) }
}

export function renderChannel(guildId: string, channel: ChannelState): Channel {
  const shared = {
    id: channel.id,
    guild_id: guildId,
    name: channel.name,
    position: channel.position,
    permission_overwrites: channel.overwrites.map((one) => ({
      id: one.id,
      type: one.type,
      allow: one.allow.toString(),
      deny: one.deny.toString(),
    })),
    nsfw: false,
    flags: 0 as const,
  }
  if (channel.type === 4) return { ...shared, type: 4, parent_id: null }
  return {
    ...shared,
    type: 0,
    topic: channel.topic,
    parent_id: channel.parentId,
    rate_limit_per_user: channel.rateLimitPerUser,
    last_message_id: channel.lastMessageId,
    last_pin_timestamp: null,
  }
}

/** A guild without channels and members, the same for all its members. */
export function renderGuild(guild: GuildState): Guild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: guild.roles.map(renderRole),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    nsfw_level: 0,
    nsfw: false,
    premium_progress_bar_enabled: false,
    hub_type: null,
    safety_alerts_channel_id: null,
    incidents_data: null,
    max_members: 500_000,
  }
}

/** A guild in the list of somebody's own. */
export function renderMyGuild(guild: GuildState, member: MemberState): MyGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    banner: null,
    owner: guild.ownerId === member.accountId,
    permissions: basePermissions(guild, member).toString(),
    features: [],
  }
}

/** What GUILD_CREATE tells one member: the channels they may see, and the members that are shown to them. */
export function renderFullGuild(
  guild: GuildState,
  own: MemberState,
  shown: { readonly members: readonly Member[]; readonly large: boolean },
): FullGuild {
  return {
    ...renderGuild(guild),
    joined_at: new Date(own.joinedAt).toISOString(),
    large: shown.large,
    unavailable: false,
    member_count: guild.memberCount,
    members: [...shown.members],
    channels: guild.channels
      .filter((channel) => maySee(guild, own, channel))
      .map((channel) => renderChannel(guild.id, channel)),
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}
