import type { Unsubscribe } from '@alles/platform/events'
import type { Chat } from '../chat.ts'
import { messagesWritten, searchTopic } from '../contract/index.ts'
import { indexChanges } from './index-changes.ts'
import { indexNewer, indexOlder, type Step } from './index-channel.ts'
import { countUnfinished, findUnfinished, listBehind } from './index-store.ts'

/** From one look at all channels to the next: what finds the channels that nobody told of. */
const sweepMs = 60_000
const headsAtOnce = 5000
const afterFailureMs = 2000
const logMs = 10_000
/** Of the time that it works, so much more it leaves to others: a quarter of one core at most. */
const restFactor = 3

/**
 * Keeps the index of messages, in processes of role `worker`, beside everything else: what was written or changed first,
 * then what is missing of older messages, newest first. How far it is stands in the database; a process that dies in
 * between has done nothing by half, and any number of them may run.
 */
export class Indexer {
  readonly #chat: Chat
  #written = new Set<string>()
  /** Where the look at all channels is; null between two of them. */
  #sweepFrom: string | null = '0'
  #sweptAt = 0
  #stopped = false
  #working: Promise<void>
  #wake: (() => void) | null = null
  readonly #unsubscribe: Unsubscribe[]
  #older = 0
  #loggedAt = 0

  constructor(chat: Chat) {
    this.#chat = chat
    this.#unsubscribe = [
      chat.bus.subscribe(searchTopic, messagesWritten, ({ channelIds }) => {
        for (const id of channelIds) this.#written.add(id)
        this.#wake?.()
      }),
      chat.bus.onLapse(() => {
        this.#sweepFrom = '0'
        this.#wake?.()
      }),
    ]
    this.#working = this.#work()
  }

  /** Ends after the step it is at. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#wake?.()
    await this.#working
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (!(await this.#round())) await this.#rest(sweepMs)
      } catch (error) {
        this.#chat.log.warn('search.not_indexed', { error })
        await this.#rest(afterFailureMs)
      }
    }
  }

  /** Answers whether there is more to do. */
  async #round(): Promise<boolean> {
    while (!this.#stopped && (await this.#paced(() => indexChanges(this.#chat))).more);
    await this.#indexWritten()
    await this.#sweep()
    if (this.#stopped) return false
    return (await this.#indexOlder()) || this.#written.size > 0 || this.#sweepFrom !== null
  }

  async #indexWritten(): Promise<void> {
    for (const channelId of Array.from(this.#written)) {
      if (this.#stopped) return
      // Forgotten before it is done, so that what is told meanwhile is not.
      this.#written.delete(channelId)
      let more = true
      try {
        ;({ more } = await this.#paced(() => indexNewer(this.#chat, channelId)))
      } finally {
        // At the end, as none is to be kept waiting by one with much to do.
        if (more) this.#written.add(channelId)
      }
    }
  }

  async #sweep(): Promise<void> {
    if (this.#sweepFrom === null && performance.now() - this.#sweptAt >= sweepMs) this.#sweepFrom = '0'
    if (this.#sweepFrom === null || this.#stopped) return
    const { behind, last } = await listBehind(this.#chat.database, this.#sweepFrom, headsAtOnce)
    for (const id of behind) this.#written.add(id)
    this.#sweepFrom = last
    if (last === null) this.#sweptAt = performance.now()
  }

  /** A step of what is missing of older messages. Answers whether there was something to do. */
  async #indexOlder(): Promise<boolean> {
    const channelId = await findUnfinished(this.#chat.database)
    if (channelId !== null) {
      const { indexed } = await this.#paced(() => indexOlder(this.#chat, channelId))
      this.#older += indexed
    }
    await this.#tellProgress(channelId === null)
    return channelId !== null
  }

  async #tellProgress(done: boolean): Promise<void> {
    if (this.#older === 0 || (!done && performance.now() - this.#loggedAt < logMs)) return
    this.#loggedAt = performance.now()
    const count = this.#older
    if (!done)
      return this.#chat.log.info('search.indexing_older', {
        count,
        left: await countUnfinished(this.#chat.database),
      })
    this.#chat.log.info('search.indexed_older', { count })
    this.#older = 0
  }

  async #paced(step: () => Promise<Step>): Promise<Step> {
    const began = performance.now()
    const done = await step()
    await this.#rest((performance.now() - began) * restFactor, false)
    return done
  }

  /** `wakes`: ends sooner where there is something to do. */
  async #rest(milliseconds: number, wakes = true): Promise<void> {
    if (this.#stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      if (wakes)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
    })
    this.#wake = null
  }
}
