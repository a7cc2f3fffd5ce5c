import { timeOf } from '@alles/platform/ids'
import {
  deletedUser,
  renderBareMember,
  type BareMember,
  type MemberState,
  type Message,
  type User,
} from '../contract/index.ts'
import { resolveMentions } from './mentions.ts'
import type { OpenMessage } from './open-messages.ts'

/** Says that a thread was opened, and refers to that. */
const threadCreated = 18

/** The references whose users a message shows. */
export function shownRefs(message: OpenMessage): string[] {
  const { mentions } = message
  return [message.authorRef, ...(mentions?.users ?? []), ...(mentions?.named ?? [])]
}

/** A message on the wire. `answered` is the message it answers; null where that is gone. */
export function wireMessage(
  message: OpenMessage,
  users: ReadonlyMap<string, User>,
  answered: OpenMessage | null,
): Message {
  const { reply } = message
  const shape = wireShape(message, users)
  if (!reply || message.kind === threadCreated) return shape
  return { ...shape, referenced_message: answered && wireShape(answered, users) }
}

function wireShape(message: OpenMessage, users: ReadonlyMap<string, User>): Message {
  const { mentions, reply } = message
  const userOf = (ref: string) => users.get(ref) ?? deletedUser(ref)
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userOf(message.authorRef),
    content: resolveMentions(message.content, mentions, (ref) => users.get(ref)?.id),
    timestamp: new Date(timeOf(message.id)).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    mention_everyone: message.everyone,
    mentions: (mentions?.users ?? []).map(userOf),
    mention_roles: [...(mentions?.roles ?? [])],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    type: message.kind,
    flags: message.flags,
    ...(reply && {
      message_reference: {
        type: 0,
        ...(message.kind !== threadCreated && { message_id: reply.id }),
        channel_id: reply.channelId,
        guild_id: message.guildId,
      },
    }),
  }
}

/** What the gateway says about a message: the message, and who its people are in the guild. */
export interface MessageEvent extends Message {
  readonly guild_id: string
  readonly channel_type: number
  readonly member?: BareMember
  readonly mentions: (User & { member?: BareMember })[]
}

/** `members`: those of the people it shows who are members, by account id. */
export function messageEvent(
  { guildId, channelType }: { readonly guildId: string; readonly channelType: number },
  message: Message,
  members: ReadonlyMap<string, MemberState>,
): MessageEvent {
  const memberOf = (user: User): { member?: BareMember } => {
    const member = members.get(user.id)
    return member ? { member: renderBareMember(member) } : {}
  }
  return {
    ...message,
    guild_id: guildId,
    channel_type: channelType,
    ...memberOf(message.author),
    mentions: message.mentions.map((user) => ({ ...user, ...memberOf(user) })),
  }
}
