import type { Chat } from '../chat.ts'
import type { MessageRow } from '../messages/message-store.ts'
import { openMessages } from '../messages/open-messages.ts'
import { isWanted, type Wanted } from './wanted.ts'

/** What one request may cost, whatever is searched for and however much there is. */
const mostLookedAt = 10_000
const mostMs = 1000
/** With its page full, a search goes on counting up to here. */
const countedAtLeast = 1000

export interface Scanned {
  /** Those of the page. */
  readonly rows: readonly MessageRow[]
  readonly total: number
  /** Whether everything was looked at. */
  readonly ended: boolean
}

/** Opens candidates page by page, and keeps those that are wanted and may be read. */
export async function scan(
  chat: Chat,
  candidates: AsyncIterable<readonly MessageRow[]>,
  asked: {
    readonly wanted: Wanted
    readonly mayRead: (channelId: string) => Promise<boolean>
    readonly offset: number
    readonly limit: number
  },
): Promise<Scanned> {
  const began = performance.now()
  const rows: MessageRow[] = []
  let total = 0
  let lookedAt = 0
  for await (const some of candidates) {
    for (const row of await wantedOf(chat, some, asked)) {
      total += 1
      if (total > asked.offset && rows.length < asked.limit) rows.push(row)
    }
    lookedAt += some.length
    const isFull = rows.length === asked.limit && lookedAt >= countedAtLeast
    if (isFull || lookedAt >= mostLookedAt || performance.now() - began > mostMs)
      return { rows, total, ended: false }
  }
  return { rows, total, ended: true }
}

/** Those of some messages that are wanted. What may not be read is not opened. */
export async function wantedOf(
  chat: Chat,
  rows: readonly MessageRow[],
  { wanted, mayRead }: { readonly wanted: Wanted; readonly mayRead: (channelId: string) => Promise<boolean> },
): Promise<MessageRow[]> {
  const readable: MessageRow[] = []
  for (const row of rows) if (await mayRead(row.channel_id)) readable.push(row)
  const opened = await openMessages(chat.sealer, readable)
  return readable.filter((_, at) => {
    const message = opened[at]
    return message !== undefined && isWanted(message, wanted)
  })
}
