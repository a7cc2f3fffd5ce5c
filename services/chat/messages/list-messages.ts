import type { Input } from '@alles/platform/contract'
import { ReadyJson, type Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import type { listMessages as call, Message } from '../contract/index.ts'
import { textsWithParts, withParts } from './hanging-parts.ts'
import { mayReadHistory } from './message-policy.ts'
import { listAfter, listBefore, type MessageRow } from './message-store.ts'
import { getNewestPage } from './newest-page.ts'
import { pageSize, readyAnswer, type PageItem } from './ready-pages.ts'
import { renderMessages } from './render-messages.ts'
import { getTextChannel } from './text-channel.ts'

type Asked = Input<typeof call>

const lastId = '9223372036854775807'

/** A page of a channel, newest first; empty for members who may not read what was written before. */
export async function listMessages(chat: Chat, by: Actor, page: Asked): Promise<Message[]> {
  const access = await getTextChannel(chat, by, { channelId: page.channelId })
  if (!mayReadHistory(access)) return []
  const reader = access.member.membershipRef
  if (!isNewest(page)) return renderMessages(chat, await listRows(chat, page), reader)
  const { items } = await getNewestPage(chat, access.guild.id, access.channel.id)
  return withParts(chat, reader, items.slice(0, page.limit))
}

/** The same as it is sent, where it is ready: the newest page, to which what hangs from its messages is added. */
export async function listReadily(chat: Chat, by: Actor, page: Asked): Promise<Message[] | ReadyJson> {
  if (!isNewest(page)) return listMessages(chat, by, page)
  const access = await getTextChannel(chat, by, { channelId: page.channelId })
  if (!mayReadHistory(access)) return []
  const newest = await getNewestPage(chat, access.guild.id, access.channel.id)
  const ready = readyAnswer(newest, page.limit)
  if (ready) return ready
  const items = newest.items.slice(0, page.limit)
  const reader = access.member.membershipRef
  if (!items.every(isWritten)) return withParts(chat, reader, items)
  return ReadyJson.list(await textsWithParts(chat, reader, items))
}

function isWritten(item: PageItem): item is PageItem & { readonly json: string } {
  return item.json !== null
}

function isNewest({ around, before, after, limit }: Asked): boolean {
  return around === undefined && before === undefined && after === undefined && limit <= pageSize
}

async function listRows(chat: Chat, { channelId, ...page }: Asked): Promise<MessageRow[]> {
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
