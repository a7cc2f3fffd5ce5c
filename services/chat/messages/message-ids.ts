import { LRUCache } from 'lru-cache'
import { firstIdAt, timeOf, type Clock, type Ids } from '@alles/platform/ids'

/**
 * Ids for messages. Within a channel they must rise, whoever writes there: where another process, whose clock runs
 * ahead, was faster, the channel's ids run ahead by as much from then on.
 */
export interface MessageIds {
  next(channelId: string): string
  /** Says that a channel has this message already, which was above the id it was to get. */
  late(channelId: string, newest: string): void
}

export function createMessageIds(ids: Ids, clock: Clock): MessageIds {
  const leads = new LRUCache<string, number>({ max: 10_000 })
  return {
    next(channelId) {
      const fresh = ids.next()
      const lead = leads.get(channelId)
      return lead === undefined ? fresh : (BigInt(fresh) + (BigInt(lead) << 22n)).toString()
    },
    late(channelId, newest) {
      // No further than it takes: processes that write into one channel would drive each other into the future.
      const lead = timeOf(newest) - Math.floor(clock.now()) + 1
      leads.set(channelId, Math.max(lead, leads.get(channelId) ?? 0))
    },
  }
}

/** The smallest id of a message that is not older than `milliseconds`. */
export function idSince(clock: Clock, milliseconds: number): string {
  return firstIdAt(clock.now() - milliseconds).toString()
}
