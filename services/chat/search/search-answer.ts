import type { Chat } from '../chat.ts'
import { renderThread, type GuildState, type Message, type SearchResult } from '../contract/index.ts'
import type { MessageRow } from '../messages/message-store.ts'
import { renderMessages } from '../messages/render-messages.ts'

export interface ToAnswer {
  readonly guild: GuildState
  /** The membership that searches. */
  readonly reader: string
  readonly rows: readonly MessageRow[]
  readonly total: number
  /** Whether there may be more than what was found. */
  readonly unfinished: boolean
  /** How many messages were indexed or looked at so far; told where it is unfinished. */
  readonly documents: number
}

/** What a search found, as the wire has it. */
export async function searchAnswer(chat: Chat, found: ToAnswer): Promise<SearchResult> {
  const messages = await renderMessages(chat, found.rows, found.reader)
  const threads = await threadsOf(chat, found)
  return {
    doing_deep_historical_index: found.unfinished,
    ...(found.unfinished && { documents_indexed: found.documents }),
    total_results: found.total,
    messages: messages.map((message) => [withoutReactions(message)]),
    ...(threads.length > 0 && { threads }),
  }
}

export const nothingFound: SearchResult = {
  doing_deep_historical_index: false,
  total_results: 0,
  messages: [],
}

function withoutReactions(message: Message): Message {
  const shown = { ...message }
  delete shown.reactions
  return shown
}

async function threadsOf(chat: Chat, { guild, rows }: ToAnswer) {
  const channels = new Set(guild.channels.map((one) => one.id))
  const ids = [...new Set(rows.map((row) => row.channel_id))].filter((id) => !channels.has(id))
  const threads = ids.length === 0 ? [] : await chat.guilds.threads.list(guild, ids)
  return threads.map((thread) => renderThread(guild.id, thread))
}
