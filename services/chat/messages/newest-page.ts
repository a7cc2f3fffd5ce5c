import type { Chat } from '../chat.ts'
import { findHead, listNewest } from './message-store.ts'
import { pageItem, pageSize, type Page } from './ready-pages.ts'
import { renderBases } from './render-messages.ts'

/**
 * The newest messages of a channel, from memory where they are there. While other processes write too, what is in memory
 * is compared with the channel's head first: who has written something finds it, in whatever process they look.
 */
export async function getNewestPage(chat: Chat, guildId: string, channelId: string): Promise<Page> {
  const known = chat.pages.find(channelId)
  if (known && (chat.isAlone() || (await isNewest(chat, channelId, known)))) return known
  return chat.pages.load(channelId, () => readPage(chat, guildId, channelId))
}

async function isNewest(chat: Chat, channelId: string, { head }: Page): Promise<boolean> {
  const now = await findHead(chat.database, channelId)
  return now?.revision === head.revision && Number(now.number) === head.number
}

async function readPage(chat: Chat, guildId: string, channelId: string): Promise<Page> {
  const { head, rows } = await listNewest(chat.database, channelId, pageSize)
  const bases = await renderBases(chat, rows)
  return { guildId, head, items: bases.map(pageItem), answers: new Map() }
}
