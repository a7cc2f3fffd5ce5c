import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import { listMessagesById, takeForgotten, type MessageRow } from './message-store.ts'
import { membersShown, publishCreated } from './publish-messages.ts'
import { renderMessages } from './render-messages.ts'

const forgottenAfterMs = 2000
const mostGroups = 100

/**
 * Tells of messages whose process died, or lost the database, between their commit and their announcement. At least
 * once: whoever hears of a message twice knows it by its id.
 */
export async function announceForgotten(chat: Chat): Promise<void> {
  const before = new Date(chat.clock.now() - forgottenAfterMs)
  await chat.database.transaction(async (tx) => {
    const rows = await listMessagesById(tx, await takeForgotten(tx, before, mostGroups))
    const sorted = rows.toSorted((a, b) => Number(a.number) - Number(b.number))
    const messages = await renderMessages(chat, sorted)
    for (const [index, message] of messages.entries()) await announce(chat, sorted[index], message)
  })
}

async function announce(chat: Chat, row: MessageRow | undefined, message: Message): Promise<void> {
  const guild = row && (await chat.guilds.get(row.guild_id))
  if (!row || !guild) return
  const members = await membersShown(chat, guild, message)
  publishCreated(chat, { guild, message, members, number: Number(row.number) })
}
