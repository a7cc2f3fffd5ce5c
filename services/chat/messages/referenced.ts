import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { messageRefusals, permissions, type ChannelState, type sendMessage } from '../contract/index.ts'
import { marks } from './message-marks.ts'
import { isWritten } from './message-policy.ts'
import { findMessage, type MessageKey } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import { getTextChannel } from './text-channel.ts'
import { isForward } from './wire-message.ts'

type Reference = NonNullable<Input<typeof sendMessage>['message_reference']>

export interface Referenced {
  /** Null where none is, or where it is gone and need not exist. */
  readonly answers: OpenMessage | null
  readonly forwards: OpenMessage | null
}

/** The message that another is to answer or to forward. */
export async function findReferenced(
  chat: Chat,
  by: Actor,
  { channel, reference }: { readonly channel: ChannelState; readonly reference: Reference },
): Promise<Referenced> {
  const key = { channelId: reference.channel_id ?? channel.id, id: reference.message_id }
  if (reference.type === 1) return { answers: null, forwards: await findForwarded(chat, by, key) }
  const isReply = (reference.type ?? 0) === 0
  const answers = isReply && key.channelId === channel.id ? await openOne(chat, key) : null
  if (!answers && !(reference.fail_if_not_exists === false && isReply))
    refuse(messageRefusals.unknown_reference)
  return { answers, forwards: null }
}

/**
 * Whoever forwards must be able to read it where it is. Of a forward, which shows nothing of its own, what it shows is
 * forwarded: whoever reads it here reads that.
 */
async function findForwarded(chat: Chat, by: Actor, key: MessageKey): Promise<OpenMessage> {
  await getTextChannel(chat, by, { channelId: key.channelId, needed: permissions.READ_MESSAGE_HISTORY })
  const found = await openOne(chat, key)
  const original = found?.reply && isForward(found) ? await openOne(chat, found.reply) : found
  const mayBe = original && isWritten(original) && (original.marks & marks.poll) === 0
  return mayBe ? original : refuse(messageRefusals.bad_forward)
}

async function openOne(chat: Chat, key: MessageKey): Promise<OpenMessage | null> {
  const row = await findMessage(chat.database, key)
  const [message] = row ? await openMessages(chat.sealer, [row]) : []
  return message ?? null
}
