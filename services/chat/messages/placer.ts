import { firstIdAt, timeOf, type Ids } from '@alles/platform/ids'
import type { Head } from './group-store.ts'
import type { WrittenPlace } from './write-group.ts'

/** Gives out ids and numbers; moves the heads along. */
export function placer(heads: Map<string, Head>, ids: Ids): (channelId: string) => WrittenPlace {
  return (channelId) => {
    const head = heads.get(channelId)
    if (!head) throw new Error('a channel without a head was written to')
    const id = idAfter(head.lastId, ids.next())
    const number = head.lastNumber + 1
    heads.set(channelId, { ...head, lastId: id, lastNumber: number })
    return { id, number }
  }
}

/** `fresh` where it is above `last`; otherwise (another process's clock runs ahead) the same a millisecond after. */
export function idAfter(last: string | null, fresh: string): string {
  if (last === null || fresh.length > last.length || (fresh.length === last.length && fresh > last))
    return fresh
  const next = firstIdAt(timeOf(last) + 1)
  return (next | (BigInt(fresh) & 0x3f_ffffn)).toString()
}
