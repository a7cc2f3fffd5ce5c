import { refuse } from '@alles/platform/contract'
import { refusals } from '../contract/index.ts'

/** Uploads that are on their way: each may hold 10 MiB of memory. */
const most = 24
const mostOfOne = 3
const retryAfter = 3

export interface Arrivals {
  /** Refuses with `pictures_busy` when too many arrive. Give the place back with what it answers. */
  enter(accountId: string): () => void
}

export function createArrivals(): Arrivals {
  const arriving = new Map<string, number>()
  let total = 0
  return {
    enter(accountId) {
      const own = arriving.get(accountId) ?? 0
      if (total >= most || own >= mostOfOne) return refuse(refusals.pictures_busy, { retryAfter })
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
