import type { GuildState, MemberState } from '../contract/index.ts'
import { bits, holds, permissions } from '../contract/index.ts'
import type { TextChannelAccess } from './text-channel.ts'
import type { MentionScope } from './mentions.ts'

/** Of the flags a sender may set: embeds are left out (4), nobody is notified (4096). */
const settableFlags = 4 | 4096

export function allowedFlags(asked: number | null | undefined): number {
  return (asked ?? 0) & settableFlags
}

/** The flags of a message whose author asks for others: what the system says by them stays. */
export function withAllowedFlags(flags: number, asked: number): number {
  return (flags & ~settableFlags) | allowedFlags(asked)
}

/** What is needed to send: to answer a message, one must be able to have read it. */
export function neededToSend(isReply: boolean): bigint {
  return isReply ? bits('SEND_MESSAGES', 'READ_MESSAGE_HISTORY') : permissions.SEND_MESSAGES
}

export function mayReadHistory(access: TextChannelAccess): boolean {
  return holds(access.held, permissions.READ_MESSAGE_HISTORY)
}

export function mayEdit(access: TextChannelAccess, authorRef: string): boolean {
  return access.member.membershipRef === authorRef
}

export function mayDelete(access: TextChannelAccess, authorRef: string): boolean {
  return access.member.membershipRef === authorRef || holds(access.held, permissions.MANAGE_MESSAGES)
}

/** Those who keep order in a channel do not wait in it. */
export function waitsForSlowMode(access: TextChannelAccess): boolean {
  const keepers = bits('MANAGE_MESSAGES', 'MANAGE_CHANNELS', 'BYPASS_SLOWMODE')
  const exempt = access.channel.thread ? keepers | permissions.MANAGE_THREADS : keepers
  return access.channel.rateLimitPerUser > 0 && (access.held & exempt) === 0n
}

/** Whom a member may mention in a channel. `named`: the members among those the text names, by account id. */
export function mentionScope(
  access: TextChannelAccess,
  named: ReadonlyMap<string, MemberState>,
  { allowed, repliedTo }: Pick<MentionScope, 'allowed' | 'repliedTo'>,
): MentionScope {
  const mayMentionEveryone = holds(access.held, permissions.MENTION_EVERYONE)
  return {
    refOf: (accountId) => named.get(accountId)?.membershipRef ?? null,
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
