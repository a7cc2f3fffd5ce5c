import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { messageRefusals, permissions, pollRefusals } from '../contract/index.ts'
import { marks } from '../messages/message-marks.ts'
import { findMessage, type MessageRow } from '../messages/message-store.ts'
import { openMessages, type OpenMessage } from '../messages/open-messages.ts'
import { getTextChannel, type TextChannelAccess } from '../messages/text-channel.ts'
import type { StoredAnswer, StoredPoll } from './stored-poll.ts'

export interface OfPoll {
  readonly channelId: string
  readonly messageId: string
}

export interface FoundPoll {
  readonly access: TextChannelAccess
  readonly row: MessageRow
  readonly message: OpenMessage
  readonly poll: StoredPoll
}

/** A poll that somebody may read, or do something else with: `needed`. */
export async function getPoll(
  chat: Chat,
  by: Actor,
  { channelId, messageId, needed = permissions.READ_MESSAGE_HISTORY }: OfPoll & { readonly needed?: bigint },
): Promise<FoundPoll> {
  const access = await getTextChannel(chat, by, { channelId, needed })
  const row = await findMessage(chat.database, { channelId, id: messageId })
  const [message] = row ? await openMessages(chat.sealer, [row]) : []
  if (!row || !message) return refuse(messageRefusals.unknown_message)
  const poll = (row.marks & marks.poll) === 0 ? undefined : message.extras?.poll
  return { access, row, message, poll: poll ?? refuse(pollRefusals.no_poll) }
}

/** By its number on the wire. */
export function getAnswer(poll: StoredPoll, answerId: number): StoredAnswer {
  return poll.answers[answerId - 1] ?? refuse(pollRefusals.unknown_answer)
}
