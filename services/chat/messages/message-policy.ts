import {
  bits,
  holds,
  kinds,
  messageFlags,
  permissions,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import type { OpenMessage } from './open-messages.ts'
import type { TextChannelAccess } from './text-channel.ts'
import type { MentionScope } from './mentions.ts'

const { suppressEmbeds, suppressNotifications } = messageFlags

/** Of the flags a sender may set: embeds are left out, nobody is notified. */
export function allowedFlags(asked: number | null | undefined): number {
  return (asked ?? 0) & (suppressEmbeds | suppressNotifications)
}

/** The flags of a message after an edit of its flags: those that only we set stay. */
export function withAllowedFlags(before: number, asked: number): number {
  return (
    (before & ~(suppressEmbeds | suppressNotifications)) |
    (asked & suppressEmbeds) |
    (before & suppressNotifications)
  )
}

/** What a message has, as far as a permission is needed for it. */
export interface Ingredients {
  readonly answers?: boolean
  readonly files?: boolean
  readonly embeds?: boolean
  readonly tts?: boolean
  readonly poll?: boolean
}

/** What is needed to send: to answer a message, one must be able to have read it. */
export function neededToSend({ answers, files, embeds, tts, poll }: Ingredients): bigint {
  return (
    permissions.SEND_MESSAGES |
    (answers ? permissions.READ_MESSAGE_HISTORY : 0n) |
    (files ? permissions.ATTACH_FILES : 0n) |
    (embeds ? permissions.EMBED_LINKS : 0n) |
    (tts ? permissions.SEND_TTS_MESSAGES : 0n) |
    (poll ? permissions.SEND_POLLS : 0n)
  )
}

/** Whether somebody wrote it: what the system says and what is shown of elsewhere has no text to be changed. */
export function isWritten({ kind, flags }: Pick<OpenMessage, 'kind' | 'flags'>): boolean {
  return (kind === kinds.message || kind === kinds.reply) && (flags & messageFlags.hasSnapshot) === 0
}

export function mayManage(access: TextChannelAccess): boolean {
  return holds(access.held, permissions.MANAGE_MESSAGES)
}

export function mayReadHistory(access: TextChannelAccess): boolean {
  return holds(access.held, permissions.READ_MESSAGE_HISTORY)
}

export function mayEdit(access: TextChannelAccess, authorRef: string): boolean {
  return access.member.membershipRef === authorRef
}

export function mayDelete(access: TextChannelAccess, authorRef: string): boolean {
  return access.member.membershipRef === authorRef || mayManage(access)
}

/** Those who keep order in a channel do not wait in it. */
export function waitsForSlowMode(access: TextChannelAccess): boolean {
  const keepers = bits('MANAGE_MESSAGES', 'MANAGE_CHANNELS', 'BYPASS_SLOWMODE')
  const exempt = access.channel.thread ? keepers | permissions.MANAGE_THREADS : keepers
  return access.channel.rateLimitPerUser > 0 && (access.held & exempt) === 0n
}

/** Whom a member may mention in a channel. `members`: those of the accounts it names who are in the guild. */
export function mentionScope(
  access: TextChannelAccess,
  {
    members,
    allowed,
    repliedTo,
  }: Pick<MentionScope, 'allowed' | 'repliedTo'> & { readonly members: ReadonlyMap<string, MemberState> },
): MentionScope {
  const mayMentionEveryone = holds(access.held, permissions.MENTION_EVERYONE)
  return {
    refOf: (accountId) => members.get(accountId)?.membershipRef ?? null,
    mayMentionRole: (roleId) => maybeMentioned(access.guild, roleId, mayMentionEveryone),
    mayMentionEveryone,
    allowed,
    repliedTo,
  }
}

function maybeMentioned(guild: GuildState, roleId: string, all: boolean): boolean {
  const role = guild.roles.find((one) => one.id === roleId)
  return role !== undefined && role.id !== guild.id && (all || role.mentionable)
}
