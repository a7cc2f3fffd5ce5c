import type { Message } from '@alles/chat/contract'
import { withHistory, withLoadFailure, withLoading, withoutMentions } from '../state/apply-message-event.ts'
import type { State } from '../state/entities.ts'
import { isNewer } from '../state/ids.ts'
import { actingAccount, change, type Client } from './client.ts'
import { once } from './once.ts'

const pageSize = 50
const refillPageSize = 100
/** After a longer absence than this many pages only the newest one is read; the rest loads when it is scrolled to. */
const refillPages = 5

/** Reads what is needed to show a channel: its newest page, or after an interruption all that is loaded, anew. */
export async function openHistory(client: Client, channelId: string): Promise<void> {
  const log = client.store.getState().entities.logs[channelId]
  if (log?.status === 'loaded' && log.staleThrough === null) return
  await once(client, `history:${channelId}`, async () => {
    change(client, (state) => withLoading(state, channelId))
    try {
      const oldest = log?.messages[0]?.id ?? null
      await (oldest === null ? readNewest(client, channelId) : refill(client, channelId, oldest))
    } catch {
      change(client, (state) => withLoadFailure(state, channelId))
    }
  })
}

/** Reads the page before what is loaded. False where it could not be read. */
export async function readOlder(client: Client, channelId: string): Promise<boolean> {
  const log = client.store.getState().entities.logs[channelId]
  const before = log?.messages[0]?.id
  if (!log || log.status !== 'loaded' || log.reachedStart || before === undefined) return true
  return once(client, `history:${channelId}`, async () => {
    try {
      const messages = await client.api.chat.listMessages({ channelId, before, limit: pageSize })
      const reachedStart = messages.length < pageSize
      change(client, (state) => withHistory(state, { channelId, kind: 'older', messages, reachedStart }))
      return true
    } catch {
      return false
    }
  })
}

async function readNewest(client: Client, channelId: string): Promise<void> {
  const messages = await client.api.chat.listMessages({ channelId, limit: pageSize })
  const reachedStart = messages.length < pageSize
  change(client, (state) => withHistory(state, { channelId, kind: 'newest', messages, reachedStart }))
}

/** Reads everything from now back to `oldest`, so that what was edited or deleted meanwhile is right too. */
async function refill(client: Client, channelId: string, oldest: string): Promise<void> {
  const messages: Message[] = []
  let reachedStart = false
  for (let page = 0; page < refillPages; page += 1) {
    const before = messages.at(-1)?.id
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the last one ended
    const read = await client.api.chat.listMessages({
      channelId,
      limit: refillPageSize,
      ...(before !== undefined && { before }),
    })
    messages.push(...read)
    reachedStart = read.length < refillPageSize
    if (reachedStart || !isNewer(messages.at(-1)?.id ?? oldest, oldest)) {
      change(client, (state) => withHistory(state, { channelId, kind: 'newest', messages, reachedStart }))
      return
    }
  }
  const newest = messages.slice(0, pageSize)
  change(client, (state) =>
    withHistory(state, { channelId, kind: 'newest', messages: newest, reachedStart: false }),
  )
}

/** Everything in a channel has been seen. */
export function markRead(client: Client, channelId: string): void {
  const { entities, read } = client.store.getState()
  const newest = newestIn(entities, channelId)
  if (channelId in entities.mentionCounts) change(client, (state) => withoutMentions(state, channelId))
  if (newest === undefined || !isNewer(newest, read[channelId])) return
  const marks = { ...read, [channelId]: newest }
  client.store.setState({ read: marks })
  const account = actingAccount(client)
  if (account !== null) client.memory.keepReadMarks(account, marks)
}

/** The newest message of a channel that we know of, told or read. */
function newestIn(state: State, channelId: string): string | undefined {
  const head = state.guilds[state.channels[channelId]?.guildId ?? '']?.heads[channelId]
  const last = state.logs[channelId]?.messages.at(-1)?.id
  return last !== undefined && isNewer(last, head) ? last : head
}
