/*
 * A guild as the program holds it in memory: one snapshot per guild and process, shared by everything that reads it and
 * never changed once made, but for the head of a channel. A change makes a new one. Its members are not in it: they are
 * found one by one, so that a guild costs what it is made of and not how many are in it.
 */

/** 0: a guild. Conversations are kept as guilds of another kind: 1 between two, 3 a group. */
export type GuildKind = 0 | 1 | 3

export interface GuildState {
  readonly id: string
  readonly kind: GuildKind
  /** Of a group, empty where it has none. */
  readonly name: string
  /** The owner's account id. */
  readonly ownerId: string
  /** Rises with every change of roles, channels, overwrites, name or owner; a decimal string. */
  readonly version: string
  /** Rises with every change of membership: who joined, left, has another nickname or other roles. A decimal string. */
  readonly membersVersion: string
  readonly memberCount: number
  /** Rises with every other change of a thread; a decimal string. */
  readonly threadsVersion: string
  /** The guild's key, which seals names and topics. */
  readonly keyId: string
  readonly settings: GuildSettings
  /** From the lowest up (`compareRoles`): @everyone, whose id is the guild's, comes first. */
  readonly roles: readonly RoleState[]
  /** By id. */
  readonly emojis: readonly GuildEmoji[]
  /** By id. */
  readonly stickers: readonly GuildSticker[]
  /** Sorted by position, then id. Without threads. A conversation has one, of its own id. */
  readonly channels: readonly ChannelState[]
  /** Those that are not archived, by id. */
  readonly threads: ReadonlyMap<string, ThreadState>
  /** Of a conversation: who is in it, in the order of joining, and in a direct one also who was. None in guilds. */
  readonly recipients: readonly RecipientState[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface RecipientState {
  /** Null once the account was erased. */
  readonly accountId: string | null
  readonly membershipRef: string
  readonly present: boolean
  /** Whether it put the conversation away, until the next message. */
  readonly hidden: boolean
}

export interface GuildSettings {
  readonly description: string | null
  /** Names of pictures that the media service shows. */
  readonly icon: string | null
  readonly banner: string | null
  readonly systemChannelId: string | null
  readonly systemChannelFlags: number
  readonly rulesChannelId: string | null
  readonly publicUpdatesChannelId: string | null
  /** 0: none. 3: who has no role writes from ten minutes after joining on. */
  readonly verificationLevel: number
  /** 0: of all messages. 1: of mentions. */
  readonly defaultMessageNotifications: number
  readonly nsfwLevel: number
  readonly preferredLocale: string
  readonly invitesDisabled: boolean
  readonly vanityCode: string | null
  /** Whether links in messages may be looked up, which tells the pages they lead to. */
  readonly linkPreviews: boolean
  /** Whether new members must agree to the rules before they see anything. */
  readonly screening: boolean
}

/** What a new guild begins with. */
export const firstSettings: GuildSettings = {
  description: null,
  icon: null,
  banner: null,
  systemChannelId: null,
  systemChannelFlags: 0,
  rulesChannelId: null,
  publicUpdatesChannelId: null,
  verificationLevel: 0,
  defaultMessageNotifications: 0,
  nsfwLevel: 0,
  preferredLocale: 'en-US',
  invitesDisabled: false,
  vanityCode: null,
  linkPreviews: false,
  screening: false,
}

export interface GuildEmoji {
  readonly id: string
  readonly name: string
  readonly animated: boolean
  /** Who may use it; empty: everybody. */
  readonly roleIds: readonly string[]
}

export interface GuildSticker {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly tags: string
  readonly animated: boolean
}

export interface RoleState {
  readonly id: string
  readonly name: string
  readonly permissions: bigint
  readonly position: number
  readonly color: number
  /** The name of a picture that the media service shows. */
  readonly icon: string | null
  readonly unicodeEmoji: string | null
  readonly hoist: boolean
  readonly mentionable: boolean
  /** Whether it is a bot's own role. */
  readonly managed: boolean
  /** The account id of the bot whose own role it is. */
  readonly botId: string | null
}

export interface OverwriteState {
  /** A role's id (`type` 0) or an account's (`type` 1). */
  readonly id: string
  readonly type: 0 | 1
  readonly allow: bigint
  readonly deny: bigint
}

/** 0: text. 4: category. 5: announcements. 15: forum. */
export type ChannelType = 0 | 4 | 5 | 15
/** 1: direct. 3: group. */
export type ConversationType = 1 | 3
/** Threads of announcements (10), open (11) and private ones (12). */
export type ThreadType = 10 | 11 | 12

/** How long a thread may be silent before it is archived. */
export type AutoArchiveMinutes = 60 | 1440 | 4320 | 10_080

export interface ChannelState {
  readonly id: string
  readonly type: ChannelType | ConversationType | ThreadType
  readonly name: string
  readonly topic: string | null
  readonly position: number
  readonly parentId: string | null
  readonly rateLimitPerUser: number
  readonly nsfw: boolean
  /** `channelFlags`. */
  readonly flags: number
  /** The slow mode new threads begin with, in seconds. */
  readonly threadRateLimit: number
  /** After how much silence new threads are archived, in minutes; null where nothing is said. */
  readonly autoArchiveMinutes: AutoArchiveMinutes | null
  /** Of forums alone. */
  readonly forum: ForumState | null
  /** Of threads: those of the channel they are in. */
  readonly overwrites: readonly OverwriteState[]
  /** The newest message here that this process knows of. `moveHead` alone changes it. */
  lastMessageId: string | null
  /** That message's number in the channel, 0 before the first. `moveHead` alone changes it. */
  lastNumber: number
  /** When something was pinned here last, whether or not it still is, milliseconds since 1970. */
  readonly lastPinAt: number | null
  /** Of threads alone. */
  readonly thread: ThreadDetails | null
}

/** `pinned`: a post that stays at the top of its forum. `requireTag`: posts of this forum need a tag. */
export const channelFlags = { pinned: 1 << 1, requireTag: 1 << 4 } as const

/** An emoji of the guild, by its id, or one of Unicode, by itself. */
export interface EmojiState {
  readonly id: string | null
  readonly name: string | null
}

export interface ForumState {
  readonly tags: readonly TagState[]
  readonly reaction: EmojiState | null
  /** 0: by latest activity. 1: by time of creation. Null where nothing is said. */
  readonly sortOrder: 0 | 1 | null
  /** 0: nothing is said. 1: a list. 2: a gallery. */
  readonly layout: 0 | 1 | 2
}

export interface TagState {
  readonly id: string
  readonly name: string
  /** Only who manages threads gives and takes it. */
  readonly moderated: boolean
  readonly emoji: EmojiState | null
}

/** A thread: a channel in a channel, whose permissions are those of that channel. */
export interface ThreadState extends ChannelState {
  readonly type: ThreadType
  readonly parentId: string
  readonly thread: ThreadDetails
}

export interface ThreadDetails {
  /** The account that opened it, or what stands for it once that is erased. Null where even that is gone. */
  readonly ownerId: string | null
  readonly archived: boolean
  /** Only who manages threads writes in it and wakes it. */
  readonly locked: boolean
  /** Of private ones: whether every member may add others. */
  readonly invitable: boolean
  readonly autoArchiveMinutes: AutoArchiveMinutes
  /** When it was archived or woken last, milliseconds since 1970. */
  readonly archivedAt: number
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly tags: readonly string[]
  /** Counts changes of it and its members. */
  readonly version: number
  readonly memberCount: number
  /** 1 where its first message is what it is about, and does not count. */
  readonly uncounted: number
  /** Messages deleted in it that this process knows of. Who tells of deletions changes it. */
  removed: number
}

/** Somebody who follows a thread. */
export interface ThreadMemberState {
  readonly threadId: string
  readonly accountId: string
  /** Milliseconds since 1970. */
  readonly joinedAt: number
}

export interface MemberState {
  readonly accountId: string
  /** What stands for this account in this guild wherever something is stored. */
  readonly membershipRef: string
  /** Seals what this membership writes. */
  readonly contentKeyId: string
  readonly nick: string | null
  /** Without @everyone. */
  readonly roleIds: readonly string[]
  /** Milliseconds since 1970. */
  readonly joinedAt: number
  /** The guild's `membersVersion` when this member changed last. */
  readonly version: string
  /** Whether it has yet to agree to the rules; counts while the guild screens members. */
  readonly pending: boolean
  /** Until when it may only read, milliseconds since 1970. */
  readonly timedOutUntil: number | null
  /** The name of a picture that the media service shows, in this guild instead of the account's. */
  readonly avatar: string | null
  /** Whether it came for a visit: it goes when it disconnects, unless it was given a role. */
  readonly temporary: boolean
}

/** A member as a change makes it, before the change has a version. */
export type UnversionedMember = Omit<MemberState, 'version'>

/** What nobody has been given yet who has just come. */
export const newcomer = {
  nick: null,
  roleIds: [],
  pending: false,
  timedOutUntil: null,
  avatar: null,
  temporary: false,
} as const satisfies Partial<MemberState>

/** A message is the newest of its channel that this process knows of, unless it knows a newer one. */
export function moveHead(
  guild: Pick<GuildState, 'channels' | 'threads'>,
  channelId: string,
  { id, number }: { readonly id: string; readonly number: number },
): void {
  const channel = guild.threads.get(channelId) ?? guild.channels.find((one) => one.id === channelId)
  if (!channel || channel.lastNumber >= number) return
  channel.lastNumber = number
  channel.lastMessageId = id
}
