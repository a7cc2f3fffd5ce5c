import type { Chat } from '../chat.ts'
import { renderThread, type Message, type Thread, type User } from '../contract/index.ts'
import { listMessagesById, type MessageKey, type MessageRow } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import { shownRefs, wireMessage } from './wire-message.ts'

/** Rows as messages on the wire, in order: one query for the messages they answer, one batch of opening. */
export async function renderMessages(chat: Chat, rows: readonly MessageRow[]): Promise<Message[]> {
  const answered = await listMessagesById(chat.database, answeredElsewhere(rows))
  const opened = await openMessages(chat.sealer, [...rows, ...answered])
  const users = await usersOf(chat, opened)
  const byKey = new Map(opened.map((message) => [keyText(message), message]))
  const threads = await threadsOf(chat, rows)
  return opened.slice(0, rows.length).map((message) => {
    const wire = wireMessage(message, users, message.reply && (byKey.get(keyText(message.reply)) ?? null))
    const thread = threads.get(message.id)
    return thread ? { ...wire, thread } : wire
  })
}

const hasThread = 32

/** The threads that were opened from messages, by id. They are open to whoever reads the message. */
async function threadsOf(chat: Chat, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, Thread>> {
  const marked = rows.filter((row) => (row.flags & hasThread) !== 0)
  const found = await Promise.all(
    marked.map(async ({ id, guild_id: guildId, channel_id: channelId }) => {
      const guild = await chat.guilds.get(guildId)
      const thread = guild && (await chat.guilds.threads.find(guild, id))
      return thread?.parentId === channelId ? [renderThread(guildId, thread)] : []
    }),
  )
  return new Map(found.flat().map((thread) => [thread.id, thread]))
}

/** Everybody that messages show, by reference. */
export async function usersOf(chat: Chat, messages: readonly OpenMessage[]): Promise<Map<string, User>> {
  return chat.authors.users([...new Set(messages.flatMap(shownRefs))])
}

/** The messages that `rows` answer and that are not among them. */
function answeredElsewhere(rows: readonly MessageRow[]): MessageKey[] {
  const here = new Set(rows.map((row) => keyText({ channelId: row.channel_id, id: row.id })))
  const wanted = new Map<string, MessageKey>()
  for (const { reply_channel_id: channelId, reply_message_id: id } of rows) {
    if (channelId === null || id === null) continue
    const key = { channelId, id }
    if (!here.has(keyText(key))) wanted.set(keyText(key), key)
  }
  return [...wanted.values()]
}

function keyText(key: MessageKey): string {
  return `${key.channelId}:${key.id}`
}
