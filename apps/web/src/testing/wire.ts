import type { FullGuild, Member, Message, TextChannel, User } from '@alles/chat/contract'
import { bits } from '@alles/chat/contract'

/* A small garden club on the wire, for tests. */

export const guildId = '5001'
export const channelId = '5211'

export function wireUser(id: string, username: string, shownName: string | null = null): User {
  return {
    id,
    username,
    discriminator: '0',
    global_name: shownName,
    avatar: null,
    bot: false,
    system: false,
    banner: null,
    accent_color: null,
    public_flags: 0,
    avatar_decoration_data: null,
  }
}

export const fern = wireUser('1101', 'fern', 'Fern')
export const sage = wireUser('1303', 'sage', 'Sage')

export function wireMember(user: User, roles: string[] = []): Member {
  return {
    user,
    roles,
    nick: null,
    avatar: null,
    banner: null,
    joined_at: '2026-03-01T10:00:00Z',
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    communication_disabled_until: null,
    flags: 0,
  }
}

export function wireChannel(id: string, name: string, changed: Partial<TextChannel> = {}): TextChannel {
  return {
    id,
    guild_id: guildId,
    name,
    position: 0,
    permission_overwrites: [],
    nsfw: false,
    flags: 0,
    type: 0,
    topic: null,
    parent_id: null,
    rate_limit_per_user: 0,
    last_message_id: null,
    last_pin_timestamp: null,
    default_thread_rate_limit_per_user: 0,
    ...changed,
  }
}

export function wireRole(id: string, name: string, changed: Partial<FullGuild['roles'][number]> = {}) {
  return {
    id,
    name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 0,
    permissions: String(bits('VIEW_CHANNEL', 'SEND_MESSAGES', 'READ_MESSAGE_HISTORY')),
    managed: false,
    mentionable: false,
    flags: 0 as const,
    ...changed,
  }
}

/** Fern's guild, in which Sage is too, with one channel. */
export function wireGuild(changed: Partial<FullGuild> = {}): FullGuild {
  const members = changed.members ?? [wireMember(fern), wireMember(sage)]
  return {
    id: guildId,
    name: 'Gartenkolonie',
    owner_id: fern.id,
    roles: [wireRole(guildId, '@everyone')],
    channels: [wireChannel(channelId, 'beds-and-borders')],
    member_count: members.length,
    ...changed,
    members,
  } as FullGuild
}

/** A message in the channel of beds and borders; a later id is a later moment. */
export function wireMessage(id: string, author: User, changed: Partial<Message> | string = {}): Message {
  const { content, ...rest } =
    typeof changed === 'string' ? { content: changed } : { content: id, ...changed }
  return {
    id,
    channel_id: channelId,
    author,
    content,
    timestamp: new Date(Date.UTC(2026, 10, 20, 16, 0, Number(BigInt(id) % 3600n))).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    type: 0,
    flags: 0,
    ...rest,
  }
}
