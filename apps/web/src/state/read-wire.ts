import type {
  Channel as WireChannel,
  Guild as WireGuild,
  Member as WireMember,
  Message as WireMessage,
  Role as WireRole,
  RoleState,
} from '@alles/chat/contract'
import type { Channel, Guild, Member, Message, ReplyTarget, User } from './entities.ts'

/*
 * The wire's shapes (Discord's) turned into ours, in one place.
 */

/** What stands as the name of somebody whose account is deleted. No account can be called so. */
const deletedName = '[deleted user]'

interface WireUser {
  readonly id: string
  readonly username: string
  readonly global_name: string | null
  readonly avatar: string | null
  readonly bot?: boolean | undefined
}

export function readUser(wire: WireUser): User {
  return {
    id: wire.id,
    username: wire.username,
    displayName: wire.global_name,
    bot: wire.bot ?? false,
    avatar: wire.avatar,
    deleted: wire.username === deletedName,
  }
}

export function readRole(wire: WireRole): RoleState {
  return {
    id: wire.id,
    name: wire.name,
    permissions: BigInt(wire.permissions),
    position: wire.position,
    color: wire.color,
    icon: wire.icon ?? null,
    unicodeEmoji: wire.unicode_emoji ?? null,
    hoist: wire.hoist,
    mentionable: wire.mentionable,
    managed: wire.managed,
    botId: wire.tags?.bot_id ?? null,
  }
}

export function readGuild(
  wire: Pick<WireGuild, 'id' | 'name' | 'owner_id' | 'roles'>,
): Omit<Guild, 'heads' | 'memberCount' | 'memberPages'> {
  return { id: wire.id, name: wire.name, ownerId: wire.owner_id, roles: wire.roles.map(readRole) }
}

/** Announcements look like text. Forums are not shown yet. */
export function isShown(wire: { readonly type: number }): boolean {
  return wire.type === 0 || wire.type === 4 || wire.type === 5
}

export function readChannel(wire: WireChannel, guildId: string): Channel {
  const isText = wire.type !== 4
  return {
    id: wire.id,
    guildId,
    kind: isText ? 'text' : 'category',
    name: wire.name,
    topic: isText ? wire.topic : null,
    position: wire.position,
    parentId: isText ? wire.parent_id : null,
    slowModeSeconds: isText ? wire.rate_limit_per_user : 0,
    overwrites: wire.permission_overwrites.map((one) => ({
      id: one.id,
      type: one.type,
      allow: BigInt(one.allow),
      deny: BigInt(one.deny),
    })),
  }
}

export function readMember(wire: Pick<WireMember, 'user' | 'nick' | 'roles'>): Member {
  return { accountId: wire.user.id, nick: wire.nick, roleIds: wire.roles }
}

export function readMessage(wire: WireMessage): Message {
  return {
    id: wire.id,
    channelId: wire.channel_id,
    authorId: wire.author.id,
    content: wire.content,
    sentAt: Date.parse(wire.timestamp),
    editedAt: wire.edited_timestamp === null ? null : Date.parse(wire.edited_timestamp),
    replyTo: readReply(wire),
    mentions: wire.mentions.map((user) => user.id),
    mentionedRoles: wire.mention_roles,
    mentionsEveryone: wire.mention_everyone,
    nonce: wire.nonce === undefined ? null : String(wire.nonce),
  }
}

function readReply(wire: WireMessage): ReplyTarget | null {
  const messageId = wire.message_reference?.message_id
  if (messageId === undefined) return null
  const target = wire.referenced_message
  if (!target) return { messageId, gone: true, authorId: null, content: '' }
  return { messageId, gone: false, authorId: target.author.id, content: target.content }
}

/** Everybody a message tells us about: its author, whom it names, and whom it answers. */
export function usersOf(wire: WireMessage): User[] {
  const answered = wire.referenced_message ? [wire.referenced_message.author] : []
  return [wire.author, ...wire.mentions, ...answered].map(readUser)
}
