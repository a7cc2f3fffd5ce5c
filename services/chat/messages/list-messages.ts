import type { Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import type { listMessages as call, Message } from '../contract/index.ts'
import { getTextChannel } from './text-channel.ts'
import { mayReadHistory } from './message-policy.ts'
import { listAfter, listBefore, type MessageRow } from './message-store.ts'
import { renderMessages } from './render-messages.ts'

type Page = Input<typeof call>

const lastId = '9223372036854775807'

/** A page of a channel, newest first; empty for members who may not read what was written before. */
export async function listMessages(chat: Chat, by: Actor, page: Page): Promise<Message[]> {
  const access = await getTextChannel(chat, by, { channelId: page.channelId })
  if (!mayReadHistory(access)) return []
  return renderMessages(chat, await listRows(chat, page))
}

async function listRows(chat: Chat, { channelId, ...page }: Page): Promise<MessageRow[]> {
  const { database } = chat
  if (page.around !== undefined) {
    const newer = Math.floor(page.limit / 2)
    const around = { channelId, id: page.around }
    const [after, before] = await Promise.all([
      newer === 0 ? [] : listAfter(database, around, newer),
      listBefore(database, { channelId, id: next(page.around) }, page.limit - newer),
    ])
    return [...after, ...before]
  }
  if (page.before === undefined && page.after !== undefined)
    return listAfter(database, { channelId, id: page.after }, page.limit)
  return listBefore(database, { channelId, id: page.before ?? lastId }, page.limit)
}

function next(id: string): string {
  return id === lastId ? id : (BigInt(id) + 1n).toString()
}
