import { basePermissions, maySee } from './permissions.ts'
import { visibleThreads } from './thread-sight.ts'
import type {
  ChannelState,
  EmojiState,
  GuildEmoji,
  GuildSettings,
  GuildState,
  GuildSticker,
  MemberState,
  RoleState,
  ThreadMemberState,
  ThreadState,
  UnversionedMember,
} from './guild-state.ts'
import type {
  BareMember,
  Channel,
  CurrentUser,
  Emoji,
  Feature,
  FullGuild,
  Guild,
  Member,
  MyGuild,
  Role,
  Sticker,
  Thread,
  ThreadMember,
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

export function renderChannel(guildId: string, channel: ChannelState): Channel {
  const { type } = channel
  const shared = sharedFields(guildId, channel)
  if (type === 4) return { ...shared, type, parent_id: null }
  const fields = { ...shared, ...messageFields(channel) }
  if (type === 15) return { ...fields, ...forumFields(channel), type }
  return { ...fields, type: type === 5 ? 5 : 0 }
}

function sharedFields(guildId: string, channel: ChannelState) {
  return {
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
    nsfw: channel.nsfw,
    flags: channel.flags,
  }
}

function messageFields(channel: ChannelState) {
  const minutes = channel.autoArchiveMinutes
  return {
    topic: channel.topic,
    parent_id: channel.parentId,
    rate_limit_per_user: channel.rateLimitPerUser,
    last_message_id: channel.lastMessageId,
    last_pin_timestamp: null,
    default_thread_rate_limit_per_user: channel.threadRateLimit,
    ...(minutes !== null && { default_auto_archive_duration: minutes }),
  }
}

function forumFields({ forum }: ChannelState) {
  return {
    available_tags: (forum?.tags ?? []).map((tag) => ({
      id: tag.id,
      name: tag.name,
      moderated: tag.moderated,
      ...renderEmoji(tag.emoji),
    })),
    default_reaction_emoji: forum?.reaction ? renderEmoji(forum.reaction) : null,
    default_sort_order: forum?.sortOrder ?? null,
    default_forum_layout: forum?.layout ?? 0,
  }
}

function renderEmoji(emoji: EmojiState | null) {
  return { emoji_id: emoji?.id ?? null, emoji_name: emoji?.name ?? null }
}

/** The same for everybody who may see it; `own` is added for who follows it. */
export function renderThread(guildId: string, channel: ThreadState, own?: ThreadMemberState): Thread {
  const { thread } = channel
  const sent = Math.max(0, channel.lastNumber - thread.uncounted)
  return {
    id: channel.id,
    type: channel.type,
    guild_id: guildId,
    parent_id: channel.parentId,
    ...(thread.ownerId !== null && { owner_id: thread.ownerId }),
    name: channel.name,
    last_message_id: channel.lastMessageId,
    last_pin_timestamp: null,
    rate_limit_per_user: channel.rateLimitPerUser,
    flags: channel.flags,
    message_count: Math.max(0, sent - thread.removed),
    member_count: thread.memberCount,
    total_message_sent: sent,
    thread_metadata: {
      archived: thread.archived,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: new Date(thread.archivedAt).toISOString(),
      locked: thread.locked,
      ...(channel.type === 12 && { invitable: thread.invitable }),
      create_timestamp: new Date(thread.createdAt).toISOString(),
    },
    ...(thread.tags.length > 0 && { applied_tags: [...thread.tags] }),
    ...(own && { member: renderThreadMember(own) }),
  }
}

export function renderThreadMember(member: ThreadMemberState): ThreadMember {
  return {
    id: member.threadId,
    user_id: member.accountId,
    join_timestamp: new Date(member.joinedAt).toISOString(),
    flags: 0,
  }
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
