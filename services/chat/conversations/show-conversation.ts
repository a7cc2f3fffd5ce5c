import type { Chat } from '../chat.ts'
import {
  deletedUser,
  renderLastPin,
  type GuildState,
  type PrivateChannel,
  type User,
} from '../contract/index.ts'

/** A conversation as far as it is shown. */
export interface Shown {
  readonly id: string
  readonly kind: 1 | 3
  readonly name: string
  /** The account, or the membership of one that was erased. */
  readonly ownerId: string
  readonly lastMessageId: string | null
  /** Milliseconds since 1970. */
  readonly lastPinAt: number | null
  readonly recipients: readonly { readonly accountId: string | null; readonly membershipRef: string }[]
}

/** What of a snapshot is shown. */
export function shownOf(guild: GuildState): Shown {
  const [channel] = guild.channels
  if (guild.kind === 0 || !channel) throw new Error('this is no conversation')
  return { ...guild, kind: guild.kind, lastMessageId: channel.lastMessageId, lastPinAt: channel.lastPinAt }
}

/** Conversations as one of those in them sees them: without itself. */
export async function showConversations(
  chat: Chat,
  viewerId: string,
  conversations: readonly Shown[],
): Promise<PrivateChannel[]> {
  const accounts = conversations.flatMap((one) => one.recipients.flatMap(({ accountId }) => accountId ?? []))
  const users = await chat.authors.usersOfAccounts([...new Set(accounts)])
  return conversations.map((one) => render(viewerId, one, users))
}

export async function showConversation(
  chat: Chat,
  viewerId: string,
  guild: GuildState,
): Promise<PrivateChannel> {
  const [shown] = await showConversations(chat, viewerId, [shownOf(guild)])
  if (!shown) throw new Error('a conversation was not shown')
  return shown
}

function render(viewerId: string, one: Shown, users: ReadonlyMap<string, User>): PrivateChannel {
  const others = one.recipients.filter(({ accountId }) => accountId !== viewerId)
  const shared = {
    id: one.id,
    flags: 0,
    last_message_id: one.lastMessageId,
    last_pin_timestamp: renderLastPin(one),
    recipients: others.map(
      ({ accountId, membershipRef }) => users.get(accountId ?? '') ?? deletedUser(membershipRef),
    ),
  }
  if (one.kind === 3)
    return { ...shared, type: 3, name: one.name === '' ? null : one.name, icon: null, owner_id: one.ownerId }
  // Of somebody whose words went too, nothing is left to be shown by.
  const recipients = shared.recipients.length > 0 ? shared.recipients : [deletedUser(one.id)]
  return { ...shared, type: 1, name: null, recipients }
}
