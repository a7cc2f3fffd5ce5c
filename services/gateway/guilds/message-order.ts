import { setTimeout as pause } from 'node:timers/promises'
import type { ChannelState, Dispatch, GuildState } from '@alles/chat/contract'

/** How long messages that are missing may be on their way from another process, milliseconds. */
const patienceMs = 40
const retryMs = 250
/** More than this is not read again: sessions begin anew. */
const mostMissing = 1000

/** How many of the first messages of a new channel may overtake each other. */
const mostUnordered = 20

/** Where a channel is: the number and id of its newest message here. `told`: it was delivered, not only known of. */
interface Head {
  number: number
  id: string
  told: boolean
  /** Numbers of a thread that was not known yet, which may still come: what was written in it first. */
  late?: Set<number>
}

const empty: Readonly<Head> = { number: 0, id: '0', told: true }

const threadTypes: ReadonlySet<number> = new Set([10, 11, 12])

function headOf({ lastNumber, lastMessageId }: ChannelState): Head {
  return { number: lastNumber, id: lastMessageId ?? '0', told: lastNumber === 0 }
}

/** Where a message belongs, in what is known of its guild now. */
interface Spot {
  readonly channelId: string
  readonly number: number
  readonly guild: Pick<GuildState, 'threads'> | null
}

/** Whether one that is not newer than the newest was never delivered; from now on it was. */
function takesLate(head: Readonly<Head>, number: number): boolean {
  return head.late?.delete(number) === true || !head.told
}

/** Messages that are waited for, and those of them that came. */
interface Gap {
  readonly channelId: string
  readonly first: number
  readonly last: number
  readonly came: Map<number, Dispatch>
  readonly whole: PromiseWithResolvers<void>
}

interface OrderParts {
  /** Reads the messages of a channel between two ids. */
  read(between: { channelId: string; after: string; before: string }): Promise<readonly Dispatch[]>
  /** So many never came here and were read. */
  missed(count: number): void
  failed(error: unknown): void
}

/**
 * The messages of one guild's channels by their numbers, which count up by one whoever writes: each once, in order,
 * whichever process's event arrives first. What does not come within 40 ms is read from the database.
 */
export class MessageOrder {
  readonly #parts: OrderParts
  readonly #heads = new Map<string, Head>()
  #gap: Gap | null = null
  #begun = false
  #closed = false

  constructor(parts: OrderParts) {
    this.#parts = parts
  }

  /** Nobody here has been told of anything yet: from this state on, nothing is to be missed. */
  begin(guild: GuildState): void {
    this.#begun = true
    this.#heads.clear()
    for (const channel of guild.channels) this.#heads.set(channel.id, headOf(channel))
    for (const thread of guild.threads.values()) this.#heads.set(thread.id, headOf(thread))
  }

  /** Nobody is here any more: what comes is nobody's until it begins again. */
  end(): void {
    this.#begun = false
  }

  /** A thread was opened just now: from its first message on, nothing is to be missed. */
  opened(threadId: string): void {
    if (this.#begun && !this.#heads.has(threadId)) this.#heads.set(threadId, empty)
  }

  /** Takes what is being waited for. False where this is not it. */
  takeMissing(dispatch: Dispatch): boolean {
    const gap = this.#gap
    const { number, audience } = dispatch
    if (!gap || number === undefined || audience.kind !== 'channel') return false
    if (audience.channelId !== gap.channelId || number < gap.first || number > gap.last) return false
    gap.came.set(number, dispatch)
    if (gap.came.size > gap.last - gap.first) gap.whole.resolve()
    return true
  }

  /**
   * `now`: it is the next one. `never`: it has been. Otherwise those missing before it, once they are there; null where
   * they are too many. `guild`: what is known of it now.
   */
  place(
    dispatch: Dispatch,
    guild: Pick<GuildState, 'threads'> | null,
  ): 'now' | 'never' | Promise<readonly Dispatch[] | null> {
    const { number, audience } = dispatch
    if (!this.#begun || number === undefined || audience.kind !== 'channel') return 'now'
    return this.#placeAt(dispatch, { channelId: audience.channelId, number, guild })
  }

  #placeAt(dispatch: Dispatch, at: Spot): ReturnType<MessageOrder['place']> {
    const { channelId, number } = at
    const { id } = dispatch.d as { readonly id: string }
    const head = this.#heads.get(channelId) ?? this.#firstHead(dispatch, at)
    if (head && number <= head.number) return takesLate(head, number) ? 'now' : 'never'
    const late = head ? head.late : this.#lateIn(number)
    this.#heads.set(channelId, { number, id, told: true, ...(late && { late }) })
    if (!head || number === head.number + 1) return 'now'
    if (number - head.number > mostMissing) return Promise.resolve(null)
    return this.#missing(head, { channelId, number, id })
  }

  /**
   * Of a channel that was not there at the beginning, the first ones may come in any order too. A thread that is not said
   * to be new may have been archived then: what was written in it before is not missing.
   */
  #firstHead({ d }: Dispatch, at: Spot): Readonly<Head> | undefined {
    const thread = at.guild?.threads.get(at.channelId)
    if (thread) {
      const head = headOf(thread)
      this.#heads.set(at.channelId, head)
      return head
    }
    const { channel_type: type = 0 } = d as { readonly channel_type?: number }
    return threadTypes.has(type) || at.number > mostUnordered ? undefined : empty
  }

  /** Whether a thread that nobody knows here is new or was archived is not known either. */
  #lateIn(number: number): Set<number> | undefined {
    if (number > mostUnordered) return undefined
    return new Set(Array.from({ length: number - 1 }, (_, index) => index + 1))
  }

  close(): void {
    this.#closed = true
  }

  async #missing(
    head: Readonly<Head>,
    { channelId, number, id }: { channelId: string; number: number; id: string },
  ): Promise<readonly Dispatch[]> {
    const gap: Gap = {
      channelId,
      first: head.number + 1,
      last: number - 1,
      came: new Map(),
      whole: Promise.withResolvers(),
    }
    this.#gap = gap
    const abort = new AbortController()
    const waited = pause(patienceMs, undefined, { signal: abort.signal, ref: false }).catch(() => undefined)
    await Promise.race([gap.whole.promise, waited])
    abort.abort()
    if (gap.came.size <= gap.last - gap.first)
      await this.#readAgain(gap, { channelId, after: head.id, before: id })
    this.#gap = null
    return [...gap.came.entries()].toSorted(([a], [b]) => a - b).map(([, dispatch]) => dispatch)
  }

  /** Those that were deleted meanwhile are nowhere. */
  async #readAgain(gap: Gap, between: { channelId: string; after: string; before: string }): Promise<void> {
    while (!this.#closed)
      try {
        const found = (await this.#parts.read(between)).filter(
          ({ number }) => number !== undefined && !gap.came.has(number),
        )
        for (const dispatch of found) gap.came.set(dispatch.number ?? 0, dispatch)
        return this.#parts.missed(found.length)
      } catch (error) {
        this.#parts.failed(error)
        await pause(retryMs, undefined, { ref: false })
      }
  }
}
