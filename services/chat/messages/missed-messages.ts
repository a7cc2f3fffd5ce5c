import type { Chat } from '../chat.ts'
import type { Dispatch } from '../contract/index.ts'
import { listBetween } from './message-store.ts'
import { createdEvent, membersShown } from './publish-messages.ts'
import { renderMessages } from './render-messages.ts'

interface Asked {
  readonly channelId: string
  /** Ids of messages, both exclusive. */
  readonly after: string
  readonly before: string
}

/** At most as many as a gateway asks for. */
const most = 1000

/** The events of messages whose events were lost, in order. */
export async function missedMessages(chat: Chat, asked: Asked): Promise<Dispatch[]> {
  const rows = await listBetween(chat.database, asked, most)
  const guild = rows[0] && (await chat.guilds.get(rows[0].guild_id))
  if (!guild) return []
  const messages = await renderMessages(chat, rows)
  return Promise.all(
    messages.map(async (message, index) => {
      const members = await membersShown(chat, guild, message)
      return createdEvent({ guild, message, members, number: Number(rows[index]?.number) })
    }),
  )
}
