import type { Chat } from '../chat.ts'
import type { SearchResult } from '../contract/index.ts'
import {
  findHead,
  listAfter,
  listBefore,
  listMessagesById,
  type MessageRow,
} from '../messages/message-store.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'
import type { ConversationScan, ConversationScans } from './conversation-scans.ts'
import { wantedOf } from './scan.ts'
import { nothingFound, searchAnswer } from './search-answer.ts'
import { want, type Asked } from './want.ts'
import type { Wanted } from './wanted.ts'

const atOnce = 500
/** What one request may cost; the next one of the same search goes on. */
const mostLookedAt = 5000
const mostMs = 500

/**
 * Messages of a conversation, of which nothing is indexed: they are opened and looked through, as many as one request may
 * cost, in the order that is asked for. Asked again, the same search goes on where it stopped.
 */
export async function searchConversation(
  { chat, scans }: { readonly chat: Chat; readonly scans: ConversationScans },
  { guild, channel, member }: TextChannelAccess,
  asked: Asked,
): Promise<SearchResult> {
  const wanted = await want(chat, guild.id, asked)
  if (!wanted) return nothingFound
  // What was edited or deleted may have been looked at: then it begins anew.
  const head = await findHead(chat.database, channel.id)
  const { offset, limit, ...what } = asked
  const searched = [member.membershipRef, channel.id, head?.revision, what]
  const scan = scans.take(searched, `${wanted.oldestFirst ? wanted.above : wanted.below}`)
  const look = new Look(chat, channel.id, wanted)
  await look.goOn(scan)
  scans.keep(scan)
  const ids = scan.found.slice(offset, offset + limit)
  const rows = await listMessagesById(
    chat.database,
    ids.map((id) => ({ channelId: channel.id, id })),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return searchAnswer(chat, {
    guild,
    reader: member.membershipRef,
    rows: ids.flatMap((id) => byId.get(id) ?? []),
    total: scan.found.length,
    unfinished: !scan.ended,
    documents: scan.lookedAt,
  })
}

/** One request's part of a search. */
class Look {
  readonly #chat: Chat
  readonly #channelId: string
  readonly #wanted: Wanted
  readonly #until = performance.now() + mostMs
  #left = mostLookedAt

  constructor(chat: Chat, channelId: string, wanted: Wanted) {
    this.#chat = chat
    this.#channelId = channelId
    this.#wanted = wanted
  }

  async goOn(scan: ConversationScan): Promise<void> {
    if (this.#wanted.oldestFirst) return this.#upwards(scan)
    await this.#whatIsNew(scan)
    await this.#downwards(scan)
  }

  async #upwards(scan: ConversationScan): Promise<void> {
    for (;;) {
      const rows = await this.#after(scan.next)
      scan.found.push(...(await this.#wantedIds(scan, rows)))
      scan.next = rows.at(-1)?.id ?? scan.next
      scan.ended = rows.length < atOnce || BigInt(scan.next) >= this.#wanted.below
      if (scan.ended || this.#isSpent()) return
    }
  }

  async #downwards(scan: ConversationScan): Promise<void> {
    while (!scan.ended && !this.#isSpent()) {
      const place = { channelId: this.#channelId, id: scan.next }
      const rows = await listBefore(this.#chat.database, place, atOnce)
      scan.newest ??= rows[0]?.id ?? null
      scan.found.push(...(await this.#wantedIds(scan, rows)))
      scan.next = rows.at(-1)?.id ?? scan.next
      scan.ended = rows.length < atOnce || BigInt(scan.next) <= this.#wanted.above
    }
  }

  /** What was written since the search began. */
  async #whatIsNew(scan: ConversationScan): Promise<void> {
    while (scan.newest !== null) {
      const rows = await this.#after(scan.newest)
      scan.found.unshift(...(await this.#wantedIds(scan, rows)).toReversed())
      scan.newest = rows.at(-1)?.id ?? scan.newest
      if (rows.length < atOnce) return
    }
  }

  /** Oldest first. */
  async #after(id: string): Promise<MessageRow[]> {
    const rows = await listAfter(this.#chat.database, { channelId: this.#channelId, id }, atOnce)
    return rows.toReversed()
  }

  async #wantedIds(scan: ConversationScan, rows: readonly MessageRow[]): Promise<string[]> {
    scan.lookedAt += rows.length
    this.#left -= rows.length
    const found = await wantedOf(this.#chat, rows, { wanted: this.#wanted, mayRead: async () => true })
    return found.map((row) => row.id)
  }

  #isSpent(): boolean {
    return this.#left <= 0 || performance.now() > this.#until
  }
}
