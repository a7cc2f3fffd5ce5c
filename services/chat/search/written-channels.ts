import type { Bus } from '@alles/platform/events'
import { messagesWritten, searchTopic } from '../contract/index.ts'

const gatheredMs = 250

/**
 * Channels in which messages were written or changed, told to whoever indexes them a moment later and each once. Should
 * that be lost, the index finds out by itself within a minute.
 */
export class WrittenChannels {
  readonly #bus: Pick<Bus, 'publish'>
  #ids = new Set<string>()
  #timer: NodeJS.Timeout | null = null

  constructor(bus: Pick<Bus, 'publish'>) {
    this.#bus = bus
  }

  add(channelId: string): void {
    this.#ids.add(channelId)
    this.#timer ??= setTimeout(() => this.tell(), gatheredMs).unref()
  }

  /** At once. */
  tell(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const channelIds = [...this.#ids]
    this.#ids = new Set()
    if (channelIds.length > 0) this.#bus.publish(searchTopic, messagesWritten, { channelIds })
  }
}
