import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { messageRefusals, permissions, refusals } from '../contract/index.ts'
import { findMessage, type MessageRow } from '../messages/message-store.ts'
import { getTextChannel, type TextChannelAccess } from '../messages/text-channel.ts'

export interface OfMessage {
  readonly channelId: string
  readonly messageId: string
}

export interface Reactable {
  readonly access: TextChannelAccess
  readonly row: MessageRow
}

/** A message whose reactions somebody may read, and change where nothing is archived. `needed`: what else they hold. */
export async function getReactable(
  chat: Chat,
  by: Actor,
  { channelId, messageId, needed = 0n }: OfMessage & { readonly needed?: bigint },
): Promise<Reactable> {
  const access = await getTextChannel(chat, by, {
    channelId,
    needed: permissions.READ_MESSAGE_HISTORY | needed,
  })
  const row = await findMessage(chat.database, { channelId, id: messageId })
  return { access, row: row ?? refuse(messageRefusals.unknown_message) }
}

export async function getChangeable(
  chat: Chat,
  by: Actor,
  asked: OfMessage & { readonly needed?: bigint },
): Promise<Reactable> {
  const found = await getReactable(chat, by, asked)
  if (found.access.channel.thread?.archived) refuse(refusals.thread_archived)
  return found
}
