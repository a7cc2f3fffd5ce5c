import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { getChannelFor, requireInChannel, type InChannel } from '../channels/channel-access.ts'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { listThreads, type ThreadList } from './thread-lists.ts'
import { listArchived, listArchivedOf } from './thread-store.ts'

export interface ArchivedThreads extends ThreadList {
  readonly has_more: boolean
}

interface Page {
  readonly channelId: string
  readonly limit: number
}

/** A page of a channel's archived threads, archived last first. `hidden`: the private ones, for who manages threads. */
export async function listArchivedThreads(
  chat: Chat,
  by: Actor,
  page: Page & { readonly hidden: boolean; readonly before?: string | undefined },
): Promise<ArchivedThreads> {
  const here = await placeOf(chat, by, page.channelId)
  if (page.hidden) requireInChannel(here, 'MANAGE_THREADS')
  const before = page.before === undefined ? new Date(chat.clock.now() + 1) : new Date(page.before)
  const asked = { parentId: page.channelId, private: page.hidden, before }
  return answer(chat, here, { ids: await listArchived(chat.database, asked, page.limit + 1), page })
}

const lastId = '9223372036854775807'

/** A page of the private archived threads of a channel that somebody is in, by id, downwards. */
export async function listMyArchivedThreads(
  chat: Chat,
  by: Actor,
  page: Page & { readonly before?: string | undefined },
): Promise<ArchivedThreads> {
  const here = await placeOf(chat, by, page.channelId)
  const asked = {
    parentId: page.channelId,
    ref: here.member.membershipRef,
    before: page.before ?? lastId,
  }
  return answer(chat, here, { ids: await listArchivedOf(chat.database, asked, page.limit + 1), page })
}

async function placeOf(chat: Chat, by: Actor, channelId: string): Promise<InChannel> {
  const here = await getChannelFor(chat, by, channelId)
  if (here.channel.type === 4) refuse(refusals.unsupported_channel_type)
  requireInChannel(here, 'READ_MESSAGE_HISTORY')
  return here
}

async function answer(
  chat: Chat,
  here: InChannel,
  { ids, page }: { readonly ids: readonly string[]; readonly page: Page },
): Promise<ArchivedThreads> {
  const wanted = ids.slice(0, page.limit)
  const found = await chat.guilds.threads.list(here.guild, wanted)
  return { ...(await listThreads(chat, here, found)), has_more: ids.length > page.limit }
}
