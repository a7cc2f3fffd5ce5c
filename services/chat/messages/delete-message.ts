import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { kinds, messageRefusals, refusals } from '../contract/index.ts'
import { mayDelete } from './message-policy.ts'
import { findMessage } from './message-store.ts'
import { removeForGood } from './remove-messages.ts'
import { getTextChannel } from './text-channel.ts'

/** Deletes a message for good, however old. Nothing is told of it afterwards. */
export async function deleteMessage(
  chat: Chat,
  by: Acting,
  input: { readonly channelId: string; readonly messageId: string },
): Promise<void> {
  const key = { channelId: input.channelId, id: input.messageId }
  const { guild, channel, member, held } = await getTextChannel(chat, by, key)
  await chat.guilds.inTurn(guild.id, async () => {
    const row = await findMessage(chat.database, key)
    if (!row) refuse(messageRefusals.unknown_message)
    if (row.kind === kinds.threadStarter) refuse(messageRefusals.not_editable)
    if (!mayDelete({ guild, channel, member, held }, row.author_ref)) refuse(refusals.missing_permissions)
    const isOwn = row.author_ref === member.membershipRef
    const author = isOwn ? null : await authorOf(chat, row.author_ref)
    const removed = await removeForGood(chat, {
      keys: [key],
      alone: true,
      async along(tx) {
        if (isOwn) return
        await writeAuditLog(chat, tx, {
          guild,
          actor: member,
          reason: by.reason,
          action: 'MESSAGE_DELETE',
          member: author,
          channel,
          options: { channel_id: channel.id, count: '1' },
        })
      },
    })
    if (removed.length === 0) refuse(messageRefusals.unknown_message)
  })
}

/** Null where it was erased. */
async function authorOf(chat: Chat, ref: string) {
  const accountId = (await chat.authors.accountsOf([ref])).get(ref) ?? null
  return accountId === null ? null : { accountId, membershipRef: ref }
}
