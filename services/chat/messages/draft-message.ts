import { refuse, type Input } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import {
  messageRefusals,
  type MemberState,
  type Message,
  type sendMessage,
  type User,
} from '../contract/index.ts'
import { findMembers } from '../members/find-member.ts'
import type { TextChannelAccess } from './text-channel.ts'
import { namedAccounts, storeMentions, type StoredMentions } from './mentions.ts'
import { allowedFlags, mentionScope } from './message-policy.ts'
import { findMessage } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import { publishCreated } from './publish-messages.ts'
import { usersOf } from './render-messages.ts'
import { wireMessage } from './wire-message.ts'
import type { Draft, WrittenPlace } from './write-group.ts'

export interface PreparedMessage {
  readonly draft: Draft
  /** The message on the wire, once it is written. */
  readonly rendered: () => Message
}

/** Everything about a message that can be known before it has an id, and its announcement. */
export async function draftMessage(
  chat: Chat,
  access: TextChannelAccess,
  input: Input<typeof sendMessage>,
): Promise<PreparedMessage> {
  const { guild, channel, member } = access
  const answered = await findAnswered(chat, access, input)
  const content = input.content ?? ''
  const named = await findMembers(chat, guild, namedAccounts(content))
  const scope = { allowed: input.allowed_mentions ?? null, repliedTo: answered?.authorRef ?? null }
  const text = storeMentions(content, mentionScope(access, named, scope))
  const message = {
    channelId: channel.id,
    guildId: guild.id,
    authorRef: member.membershipRef,
    kind: answered ? 19 : 0,
    flags: allowedFlags(input.flags),
    ...text,
    reply: answered && { channelId: answered.channelId, id: answered.id },
  }
  const unplaced: OpenMessage = { ...message, id: '0', number: 0, editedAt: null }
  const users = await usersOf(chat, answered ? [unplaced, answered] : [unplaced])
  const members = await membersOf(chat, access, { users, mentions: text.mentions })
  const nonce = await hashedNonce(chat, access, input)
  let written: Message | null = null
  return {
    draft: {
      ...message,
      version: guild.version,
      memberVersion: member.version,
      contentKeyId: member.contentKeyId,
      nonce,
      written({ id, number }: WrittenPlace) {
        const wire = wireMessage({ ...unplaced, id, number }, users, answered)
        written = {
          ...wire,
          ...(typeof input.nonce !== 'object' && input.nonce !== undefined && { nonce: input.nonce }),
        }
        publishCreated(chat, { guild, message: written, members, number })
      },
    },
    rendered: () => {
      if (!written) throw new Error('a message was asked for before it was written')
      return written
    },
  }
}

/** Who of those a message tells of is a member: its author, and whom it notifies. */
async function membersOf(
  chat: Chat,
  { guild, member }: TextChannelAccess,
  {
    users,
    mentions,
  }: { readonly users: ReadonlyMap<string, User>; readonly mentions: StoredMentions | null },
): Promise<ReadonlyMap<string, MemberState>> {
  const accounts = (mentions?.users ?? []).flatMap((ref) => users.get(ref)?.id ?? [])
  const notified = accounts.length === 0 ? [] : await findMembers(chat, guild, accounts)
  return new Map([...notified, [member.accountId, member]])
}

/** The message this one answers, in the same channel. Null where none is, or where it is gone and need not exist. */
async function findAnswered(
  chat: Chat,
  { channel }: TextChannelAccess,
  { message_reference: reference }: Input<typeof sendMessage>,
): Promise<OpenMessage | null> {
  if (!reference) return null
  const elsewhere = typeof reference.channel_id === 'string' && reference.channel_id !== channel.id
  const isReply = (reference.type ?? 0) === 0
  const row =
    elsewhere || !isReply
      ? null
      : await findMessage(chat.database, { channelId: channel.id, id: reference.message_id })
  const [answered] = row ? await openMessages(chat.sealer, [row]) : []
  if (answered) return answered
  return reference.fail_if_not_exists === false && isReply ? null : refuse(messageRefusals.unknown_reference)
}

async function hashedNonce(
  chat: Chat,
  { channel, member }: TextChannelAccess,
  input: Input<typeof sendMessage>,
): Promise<Draft['nonce']> {
  if (input.nonce === null || input.nonce === undefined || input.nonce === '') return null
  const value = `${channel.id}:${member.membershipRef}:${input.nonce}`
  const [hash] = await chat.keys.blindIndex({ purpose: 'nonce', values: [value] })
  return hash ? { hash, enforce: input.enforce_nonce === true } : null
}
