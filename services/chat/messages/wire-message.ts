import type { AttachmentAddresses } from '@alles/media/contract'
import { timeOf } from '@alles/platform/ids'
import {
  deletedUser,
  kinds,
  messageFlags,
  renderBareMember,
  type BareMember,
  type MemberState,
  type Message,
  type User,
} from '../contract/index.ts'
import { resolveMentions } from './mentions.ts'
import { marks } from './message-marks.ts'
import type { OpenMessage } from './open-messages.ts'
import { showEmbeds, showFiles } from './show-extras.ts'

/** What messages are shown with. */
export interface Shown {
  /** By reference. */
  readonly users: ReadonlyMap<string, User>
  /** Null where no message has files. */
  readonly addresses: AttachmentAddresses | null
}

/** The references whose users a message shows. */
export function shownRefs(message: OpenMessage): string[] {
  const { mentions } = message
  return [message.authorRef, ...(mentions?.users ?? []), ...(mentions?.named ?? [])]
}

/** A message on the wire. `answered` is the message it answers; null where that is gone. */
export function wireMessage(message: OpenMessage, shown: Shown, answered: OpenMessage | null): Message {
  const shape = wireShape(message, shown)
  const shows = message.kind === kinds.reply || message.kind === kinds.threadStarter
  if (!message.reply || !shows) return shape
  return { ...shape, referenced_message: answered && wireShape(answered, shown) }
}

/** Whether its reference is to a message that it forwards. */
export function isForward(message: Pick<OpenMessage, 'flags' | 'reply'>): boolean {
  return message.reply !== null && (message.flags & messageFlags.hasSnapshot) !== 0
}

function wireShape(message: OpenMessage, shown: Shown): Message {
  const { mentions, reply } = message
  const { users } = shown
  const userOf = (ref: string) => users.get(ref) ?? deletedUser(ref)
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userOf(message.authorRef),
    ...whatItSays(message, shown),
    timestamp: new Date(timeOf(message.id)).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: (message.marks & marks.tts) !== 0,
    mention_everyone: message.everyone,
    mentions: (mentions?.users ?? []).map(userOf),
    mention_roles: [...(mentions?.roles ?? [])],
    components: [],
    pinned: (message.marks & marks.pinned) !== 0,
    type: message.kind,
    flags: message.flags,
    ...(reply && {
      message_reference: {
        type: isForward(message) ? 1 : 0,
        ...(message.kind !== kinds.threadCreated && { message_id: reply.id }),
        channel_id: reply.channelId,
        ...(!isForward(message) && message.guildId !== message.channelId && { guild_id: message.guildId }),
      },
    }),
  }
}

/** The words of a message and what it shows beside them: what a forward of it shows too. */
export function whatItSays(
  { channelId, content, mentions, extras, flags }: OpenMessage,
  { users, addresses }: Shown,
): Pick<Message, 'content' | 'attachments' | 'embeds' | 'sticker_items'> {
  const text = resolveMentions(content, mentions, (ref) => users.get(ref)?.id)
  if (extras === null) return { content: text, attachments: [], embeds: [] }
  const place = addresses && { channelId, addresses }
  const suppressed = (flags & messageFlags.suppressEmbeds) !== 0
  return {
    content: text,
    attachments: place ? showFiles(extras, place) : [],
    embeds: suppressed ? [] : showEmbeds(extras, place),
    ...(extras.stickers && { sticker_items: [...extras.stickers] }),
  }
}

/** What the gateway says about a message: the message, and who its people are in the guild. */
export interface MessageEvent extends Message {
  readonly guild_id: string
  readonly channel_type: number
  readonly member?: BareMember
  readonly mentions: (User & { member?: BareMember })[]
}

/** `members`: those of the people whom the message shows who are in the guild, by account. */
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
