import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { permissions } from '../contract/index.ts'
import { removeForGood } from './remove-messages.ts'
import { getTextChannel } from './text-channel.ts'

/** Deletes messages of a channel together, whoever wrote them and however old they are. */
export async function deleteMessages(
  chat: Chat,
  by: Acting,
  { channelId, messages }: { readonly channelId: string; readonly messages: readonly string[] },
): Promise<void> {
  const needed = permissions.MANAGE_MESSAGES
  const { guild, channel, member } = await getTextChannel(chat, by, { channelId, needed })
  await chat.guilds.inTurn(guild.id, () =>
    removeForGood(chat, {
      keys: [...new Set(messages)].map((id) => ({ channelId, id })),
      async along(tx, gone) {
        await writeAuditLog(chat, tx, {
          guild,
          actor: member,
          reason: by.reason,
          action: 'MESSAGE_BULK_DELETE',
          targetId: channel.id,
          channel,
          options: { count: String(gone.length) },
        })
      },
    }),
  )
}
