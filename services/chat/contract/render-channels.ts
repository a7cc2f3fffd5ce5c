import type { ChannelState, EmojiState, ThreadMemberState, ThreadState } from './guild-state.ts'
import type { Channel, Thread, ThreadMember } from './channel-shapes.ts'

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
    last_pin_timestamp: renderLastPin(channel),
    default_thread_rate_limit_per_user: channel.threadRateLimit,
    ...(minutes !== null && { default_auto_archive_duration: minutes }),
  }
}

/** When something was pinned in a channel last. */
export function renderLastPin({ lastPinAt }: Pick<ChannelState, 'lastPinAt'>): string | null {
  return lastPinAt === null ? null : new Date(lastPinAt).toISOString()
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
    last_pin_timestamp: renderLastPin(channel),
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
