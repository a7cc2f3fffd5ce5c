import { refuse, type RefusalKind } from '@alles/platform/contract'

/** How many may arrive at once: each of them takes memory. */
export interface ArrivalLimits {
  readonly most: number
  readonly mostOfOne: number
  /** Said to those for whom there is no room now. */
  readonly refusal: RefusalKind
}

const retryAfter = 3

export interface Arrivals {
  /** Refuses when too many arrive, altogether or of one account. Give the place back with what it answers. */
  enter(accountId: string): () => void
}

export function createArrivals({ most, mostOfOne, refusal }: ArrivalLimits): Arrivals {
  const arriving = new Map<string, number>()
  let total = 0
  return {
    enter(accountId) {
      const own = arriving.get(accountId) ?? 0
      if (total >= most || own >= mostOfOne) return refuse(refusal, { retryAfter })
      arriving.set(accountId, own + 1)
      total += 1
      return () => {
        const left = (arriving.get(accountId) ?? 1) - 1
        if (left === 0) arriving.delete(accountId)
        else arriving.set(accountId, left)
        total -= 1
      }
    },
  }
}
