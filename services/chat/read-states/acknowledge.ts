import { refuse, Refusal } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { getTextChannel } from '../messages/text-channel.ts'
import { findNumberAt, upsertReadState } from './read-state-store.ts'

export interface Acknowledged {
  readonly channelId: string
  readonly messageId: string
  /** Set where somebody marks as unread: it may go back. */
  readonly manual?: { readonly mentionCount: number }
}

/** Marks a channel as read up to a message, on all of the account's devices. */
export async function acknowledge(chat: Chat, by: Actor, input: Acknowledged): Promise<void> {
  if (by.bot) refuse(refusals.people_only)
  const { channel, member } = await getTextChannel(chat, by, { channelId: input.channelId })
  const number =
    input.messageId === channel.lastMessageId
      ? channel.lastNumber
      : await findNumberAt(chat.database, channel.id, input.messageId)
  const unread = Math.max(0, channel.lastNumber - number)
  const read = await upsertReadState(chat.database, {
    accountId: by.accountId,
    at: new Date(chat.clock.now()),
    membershipRef: member.membershipRef,
    channelId: channel.id,
    messageId: input.messageId,
    number,
    unread,
    mentionCount: input.manual?.mentionCount ?? null,
    backwards: input.manual !== undefined,
  })
  if (!read) return
  publish(chat.bus, [
    {
      t: 'MESSAGE_ACK',
      d: {
        channel_id: channel.id,
        message_id: input.messageId,
        mention_count: read.mentionCount,
        unread_count: unread,
        manual: input.manual !== undefined,
        version: number,
      },
      audience: { kind: 'account', accountId: by.accountId },
    },
  ])
  chat.told.add([read.entry])
}

/** Several at once; those that one may not see are passed over. */
export async function acknowledgeMany(chat: Chat, by: Actor, all: readonly Acknowledged[]): Promise<void> {
  if (by.bot) refuse(refusals.people_only)
  for (const one of all)
    try {
      await acknowledge(chat, by, one)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
}
