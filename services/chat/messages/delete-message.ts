import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { messageRefusals, refusals } from '../contract/index.ts'
import { getTextChannel } from './text-channel.ts'
import { mayDelete } from './message-policy.ts'
import { findMessage, removeMessage } from './message-store.ts'
import { publishDeleted } from './publish-messages.ts'

/** Deletes a message for good, however old. Nothing is told of it afterwards. */
export async function deleteMessage(
  chat: Chat,
  by: Actor,
  input: { readonly channelId: string; readonly messageId: string },
): Promise<void> {
  const key = { channelId: input.channelId, id: input.messageId }
  const access = await getTextChannel(chat, by, key)
  await chat.guilds.inTurn(access.guild.id, async () => {
    const row = await findMessage(chat.database, key)
    if (!row) refuse(messageRefusals.unknown_message)
    if (row.kind === 21) refuse(messageRefusals.system_message)
    if (!mayDelete(access, row.author_ref)) refuse(refusals.missing_permissions)
    if (!(await removeMessage(chat.database, key))) refuse(messageRefusals.unknown_message)
    publishDeleted(chat, access.guild.id, key)
  })
}
