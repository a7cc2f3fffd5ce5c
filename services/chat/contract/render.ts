import { basePermissions, maySee } from './permissions.ts'
import { visibleThreads } from './thread-sight.ts'
import type {
  GuildEmoji,
  GuildSettings,
  GuildState,
  GuildSticker,
  MemberState,
  RoleState,
  ThreadMemberState,
  UnversionedMember,
} from './guild-state.ts'
import type { FullGuild } from './full-guild.ts'
import { renderChannel, renderThread } from './render-channels.ts'
import type {
  BareMember,
  CurrentUser,
  Emoji,
  Feature,
  Guild,
  Member,
  MyGuild,
  Role,
  Sticker,
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
    icon: role.icon,
    unicode_emoji: role.unicodeEmoji,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
    ...(role.botId !== null && { tags: { bot_id: role.botId } }),
  }
}

export type ShownMember = Pick<
  MemberState,
  'nick' | 'roleIds' | 'joinedAt' | 'pending' | 'timedOutUntil' | 'avatar'
>

/** A member without whose it is. */
export function renderBareMember(member: ShownMember): BareMember {
  return {
    nick: member.nick,
    avatar: member.avatar,
    banner: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: member.pending,
    communication_disabled_until:
      member.timedOutUntil === null ? null : new Date(member.timedOutUntil).toISOString(),
    flags: 0,
  }
}

export function renderMember(member: UnversionedMember, user: User): Member {
  return { user, ...renderBareMember(member) }
}

/** What every guild here has, and what this one has switched on. */
export function featuresOf(settings: GuildSettings): Feature[] {
  return [
    'ANIMATED_ICON',
    'BANNER',
    'NEWS',
    'ROLE_ICONS',
    'VANITY_URL',
    ...(settings.invitesDisabled ? (['INVITES_DISABLED'] as const) : []),
    ...(settings.screening ? (['MEMBER_VERIFICATION_GATE_ENABLED'] as const) : []),
  ]
}

/** `user`: who made it, for those who may know. */
export function renderGuildEmoji(emoji: GuildEmoji, user?: User): Emoji {
  return {
    id: emoji.id,
    name: emoji.name,
    roles: [...emoji.roleIds],
    require_colons: true,
    managed: false,
    animated: emoji.animated,
    available: true,
    ...(user && { user }),
  }
}

/** `user`: who made it, for those who may know. */
export function renderGuildSticker(guildId: string, sticker: GuildSticker, user?: User): Sticker {
  return {
    id: sticker.id,
    guild_id: guildId,
    name: sticker.name,
    description: sticker.description,
    tags: sticker.tags,
    type: 2,
    format_type: sticker.animated ? 2 : 1,
    available: true,
    ...(user && { user }),
  }
}

/** A guild without channels and members, the same for all its members. */
export function renderGuild(guild: GuildState): Guild {
  const { settings } = guild
  return {
    id: guild.id,
    name: guild.name,
    icon: settings.icon,
    splash: null,
    discovery_splash: null,
    banner: settings.banner,
    description: settings.description,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    verification_level: settings.verificationLevel === 3 ? 3 : 0,
    default_message_notifications: settings.defaultMessageNotifications === 1 ? 1 : 0,
    explicit_content_filter: 0,
    roles: guild.roles.map(renderRole),
    emojis: guild.emojis.map((emoji) => renderGuildEmoji(emoji)),
    stickers: guild.stickers.map((sticker) => renderGuildSticker(guild.id, sticker)),
    features: featuresOf(settings),
    mfa_level: 0,
    application_id: null,
    system_channel_id: settings.systemChannelId,
    system_channel_flags: settings.systemChannelFlags,
    rules_channel_id: settings.rulesChannelId,
    vanity_url_code: settings.vanityCode,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: settings.preferredLocale as Guild['preferred_locale'],
    public_updates_channel_id: settings.publicUpdatesChannelId,
    nsfw_level: settings.nsfwLevel as Guild['nsfw_level'],
    nsfw: settings.nsfwLevel === 1 || settings.nsfwLevel === 3,
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
    icon: guild.settings.icon,
    banner: guild.settings.banner,
    owner: guild.ownerId === member.accountId,
    permissions: basePermissions(guild, member).toString(),
    features: featuresOf(guild.settings),
  }
}

/**
 * What GUILD_CREATE tells one member: the channels and threads they may see, and the members that are shown to them.
 * `joined`: the threads they follow, by id.
 */
export function renderFullGuild(
  guild: GuildState,
  own: MemberState,
  shown: {
    readonly members: readonly Member[]
    readonly large: boolean
    readonly joined: ReadonlyMap<string, ThreadMemberState>
  },
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
    threads: visibleThreads(guild, own, shown.joined).map((one) =>
      renderThread(guild.id, one, shown.joined.get(one.id)),
    ),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}
