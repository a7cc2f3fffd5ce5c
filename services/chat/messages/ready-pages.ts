import { LRUCache } from 'lru-cache'
import { ReadyJson, writtenAs } from '@alles/platform/http'
import { Message } from '../contract/index.ts'
import type { BaseMessage } from './hanging-part.ts'
import { isApart, isWhole } from './hanging-parts.ts'

/** A message of a page. */
export interface PageItem extends BaseMessage {
  /** As it is sent, but for what hangs from it. Null where that changes more than it adds. */
  readonly json: string | null
  /** Whether nothing hangs from it, so that it looks the same to everybody and at any time. */
  readonly isWhole: boolean
}

/** What a page is compared with: how many messages were ever written in its channel, and what happened to them since. */
export interface Head {
  readonly number: number
  readonly revision: string
}

/** The newest messages of a channel. Never changed; a new message makes a new page. */
export interface Page {
  readonly guildId: string
  readonly head: Head
  /** Newest first. */
  readonly items: readonly PageItem[]
  /** Answers made of it so far, by how many messages they hold. */
  readonly answers: Map<number, ReadyJson>
}

/** As many as clients ask for at first. */
export const pageSize = 50
const mostAgeMs = 10 * 60_000

export function pageItem(base: BaseMessage): PageItem {
  const { open, wire } = base
  return { ...base, json: isApart(open) ? writtenAs(Message, wire) : null, isWhole: isWhole(open) }
}

/** A page that is being read. */
export interface Reading {
  readonly channelId: string
  /** Whether something happened meanwhile that may be missing in it. */
  isOld: boolean
}

/**
 * Newest pages of channels, kept as they are sent. Who changes or deletes a message, or what is shown of one, forgets the
 * page of its channel after the commit and before the answer.
 */
export class ReadyPages {
  readonly #pages: LRUCache<string, Page>
  readonly #readings = new Set<Reading>()

  /** `capacity`: bytes. */
  constructor(capacity = 64 * 1024 * 1024) {
    this.#pages = new LRUCache({ maxSize: capacity, sizeCalculation: weightOf, ttl: mostAgeMs })
  }

  find(channelId: string): Page | undefined {
    return this.#pages.get(channelId)
  }

  /** Reads a page by `read`, and keeps it unless something happened in its channel meanwhile. */
  async load(channelId: string, read: () => Promise<Page>): Promise<Page> {
    const reading: Reading = { channelId, isOld: false }
    this.#readings.add(reading)
    try {
      const page = await read()
      if (!reading.isOld) this.#pages.set(channelId, page)
      return page
    } finally {
      this.#readings.delete(reading)
    }
  }

  /** A message has been written: it stands in front of the others, where none is missing between them. */
  add(base: BaseMessage): void {
    const { channelId, number } = base.open
    this.#outdate((reading) => reading.channelId === channelId)
    const page = this.#pages.get(channelId)
    // Read after the message was committed and before it was told of.
    if (!page || number <= page.head.number) return
    if (number === page.head.number + 1)
      this.#pages.set(channelId, pageWith(page, pageItem(base)), { noUpdateTTL: true })
    else this.#pages.delete(channelId)
  }

  forget(channelId: string): void {
    this.#outdate((reading) => reading.channelId === channelId)
    this.#pages.delete(channelId)
  }

  forgetGuild(guildId: string): void {
    this.#forgetWhere((page) => page.guildId === guildId)
  }

  /** An account looks different: pages that show it are wrong. */
  forgetAccount(accountId: string): void {
    this.#forgetWhere(({ items }) => items.some(({ wire }) => shows(wire, accountId)))
  }

  forgetKeys(ids: ReadonlySet<string>): void {
    this.#forgetWhere(({ items }) =>
      items.some(({ open, answered }) => ids.has(open.keyId ?? '') || ids.has(answered?.keyId ?? '')),
    )
  }

  #forgetWhere(isWrong: (page: Page) => boolean): void {
    this.#outdate(() => true)
    for (const [channelId, page] of this.#pages.entries()) if (isWrong(page)) this.#pages.delete(channelId)
  }

  #outdate(concerns: (reading: Reading) => boolean): void {
    for (const reading of this.#readings) if (concerns(reading)) reading.isOld = true
  }
}

function pageWith(page: Page, item: PageItem): Page {
  const items = [item, ...page.items]
  return {
    ...page,
    head: { ...page.head, number: item.open.number },
    items: items.slice(0, pageSize),
    answers: new Map(),
  }
}

/** Bytes; what messages are made of weighs about three times what is sent of them. */
function weightOf({ items }: Page): number {
  return 1000 + 4 * items.reduce((all, { json }) => all + (json?.length ?? 1000), 0)
}

function shows(message: Message, accountId: string): boolean {
  const { author, mentions, referenced_message: answered } = message
  return (
    author.id === accountId ||
    mentions.some((user) => user.id === accountId) ||
    (answered ? shows(answered, accountId) : false)
  )
}

/** The first `limit` messages as they are sent; null where somebody would see them differently than others. */
export function readyAnswer({ items, answers }: Page, limit: number): ReadyJson | null {
  const known = answers.get(limit)
  if (known) return known
  const texts: string[] = []
  for (const { json, isWhole: same } of items.slice(0, limit)) {
    if (json === null || !same) return null
    texts.push(json)
  }
  const answer = ReadyJson.list(texts)
  answers.set(limit, answer)
  return answer
}
