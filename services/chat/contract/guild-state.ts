/*
 * A guild as the program holds it in memory: one snapshot per guild and process, shared by everything that reads it and
 * never changed once made, but for the head of a channel. A change makes a new one. Its members are not in it: they are
 * found one by one, so that a guild costs what it is made of and not how many are in it.
 */

export interface GuildState {
  readonly id: string
  readonly name: string
  /** The owner's account id. */
  readonly ownerId: string
  /** Rises with every change of roles, channels, overwrites, name or owner; a decimal string. */
  readonly version: string
  /** Rises with every change of membership: who joined, left, has another nickname or other roles. A decimal string. */
  readonly membersVersion: string
  readonly memberCount: number
  /** The guild's key, which seals names and topics. */
  readonly keyId: string
  /** From the lowest up (`compareRoles`): @everyone, whose id is the guild's, comes first. */
  readonly roles: readonly RoleState[]
  /** Sorted by position, then id. */
  readonly channels: readonly ChannelState[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface RoleState {
  readonly id: string
  readonly name: string
  readonly permissions: bigint
  readonly position: number
  readonly color: number
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

export interface ChannelState {
  readonly id: string
  /** 0: text. 4: category. */
  readonly type: 0 | 4
  readonly name: string
  readonly topic: string | null
  readonly position: number
  readonly parentId: string | null
  readonly rateLimitPerUser: number
  readonly overwrites: readonly OverwriteState[]
  /** The newest message here that this process knows of. The message writer alone changes it. */
  lastMessageId: string | null
  /** That message's number in the channel, 0 before the first. The message writer alone changes it. */
  lastNumber: number
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
}

/** A member as a change makes it, before the change has a version. */
export type UnversionedMember = Omit<MemberState, 'version'>
