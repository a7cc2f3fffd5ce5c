import type { OverwriteState, RoleState } from '@alles/chat/contract'

/* What this browser knows, by id. Never changed in place: `applyEvent` and its neighbours make a new one. */

export interface User {
  readonly id: string
  readonly username: string
  readonly displayName: string | null
  readonly bot: boolean
  /** The name of their picture; null where there is none. */
  readonly avatar: string | null
  /** Whoever wrote this has deleted their account; `id` leads nowhere. */
  readonly deleted: boolean
}

export interface Guild {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  /** Lowest first: @everyone, whose id is the guild's. */
  readonly roles: readonly RoleState[]
  /** Which members are known: the pages up to account `after` were read; `whole` where all are known. */
  readonly memberPages: { readonly after: string; readonly whole: boolean }
  /** How many members there are, also where not all of them are loaded. */
  readonly memberCount: number
  /** The newest message of each channel, by channel. */
  readonly heads: Readonly<Record<string, string>>
}

export interface Channel {
  readonly id: string
  readonly guildId: string
  readonly kind: 'text' | 'category'
  readonly name: string
  readonly topic: string | null
  readonly position: number
  readonly parentId: string | null
  readonly slowModeSeconds: number
  readonly overwrites: readonly OverwriteState[]
}

export interface Member {
  readonly accountId: string
  readonly nick: string | null
  readonly roleIds: readonly string[]
}

export interface Message {
  readonly id: string
  readonly channelId: string
  readonly authorId: string
  readonly content: string
  /** Milliseconds since 1970, as `editedAt`. */
  readonly sentAt: number
  readonly editedAt: number | null
  /** The message this one answers: `null` for none, `gone` where it was deleted. */
  readonly replyTo: ReplyTarget | null
  readonly mentions: readonly string[]
  readonly mentionedRoles: readonly string[]
  readonly mentionsEveryone: boolean
  /** What its sender called it; only on messages that came in since the page was opened. */
  readonly nonce: string | null
}

export interface ReplyTarget {
  readonly messageId: string
  readonly gone: boolean
  readonly authorId: string | null
  readonly content: string
}

/** The part of a channel's history that is loaded: without gaps, up to the newest message. */
export interface MessageLog {
  readonly status: 'loading' | 'loaded' | 'failed'
  /** Oldest first. */
  readonly messages: readonly Message[]
  readonly reachedStart: boolean
  /** Set after a connection was lost: up to this id, what is here must be read again. */
  readonly staleThrough: string | null
  /** Deleted while a page was on its way, which may still contain them. */
  readonly gone: readonly string[]
}

export interface State {
  /** The account that acts in this tab. */
  readonly me: string | null
  /** Whether the gateway has said who we are and where we are members. */
  readonly ready: boolean
  readonly users: Readonly<Record<string, User>>
  /** Every guild of ours, in the order of the rail, also those still on their way. */
  readonly guildOrder: readonly string[]
  readonly guilds: Readonly<Record<string, Guild>>
  readonly channels: Readonly<Record<string, Channel>>
  /** By guild, then by account. */
  readonly members: Readonly<Record<string, Readonly<Record<string, Member>>>>
  /** By channel. */
  readonly logs: Readonly<Record<string, MessageLog>>
  /** By channel, then by account: until when it counts as typing, milliseconds since 1970. */
  readonly typing: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Messages that name us and were not read yet, by channel. */
  readonly mentionCounts: Readonly<Record<string, number>>
}

export const emptyState: State = {
  me: null,
  ready: false,
  users: {},
  guildOrder: [],
  guilds: {},
  channels: {},
  members: {},
  logs: {},
  typing: {},
  mentionCounts: {},
}
