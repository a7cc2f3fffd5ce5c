import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { PrivateChannel } from '../contract/index.ts'
import { listConversationRows, listRecipientsOf } from './conversation-store.ts'
import { showConversations } from './show-conversation.ts'

const mostListed = 1000

/** The conversations of an account that it has not put away, those written in last first. */
export async function listConversations(chat: Chat, accountId: string): Promise<PrivateChannel[]> {
  const rows = await listConversationRows(chat.database, accountId, mostListed)
  if (rows.length === 0) return []
  const recipients = Map.groupBy(
    await listRecipientsOf(
      chat.database,
      rows.map((row) => row.id),
    ),
    (one) => one.guildId,
  )
  const groups = rows.filter((row) => row.kind === 3)
  const names = await chat.sealer.open(
    catalogue.tables.guilds,
    'name',
    groups.map((row) => ({ row: row.id, sealed: row.name })),
  )
  const nameOf = new Map(groups.map((row, index) => [row.id, names[index] ?? '']))
  return showConversations(
    chat,
    accountId,
    rows.map((row) => {
      const inside = (recipients.get(row.id) ?? []).map((one) => ({ ...one, membershipRef: one.ref }))
      const owner = inside.find((one) => one.ref === row.ownerRef)
      return {
        id: row.id,
        kind: row.kind,
        name: nameOf.get(row.id) ?? '',
        ownerId: owner?.accountId ?? row.ownerRef,
        lastMessageId: row.lastId,
        lastPinAt: row.lastPinAt?.getTime() ?? null,
        recipients: inside,
      }
    }),
  )
}
