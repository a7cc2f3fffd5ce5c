import { event, z } from '../contract/index.ts'
import type { Bus, Unsubscribe } from './bus.ts'

const topic = 'counts'

const counted = event('platform.counted', {
  about: 'What a process counted by itself and others count along.',
  delivery: 'realtime',
  data: z.object({ of: z.string(), counts: z.array(z.tuple([z.string(), z.int()])) }),
})

/** How long counts are gathered before others are told, milliseconds. */
export const gossipMs = 100

/**
 * Counts that every process keeps for itself, at once and without asking anybody, and tells the others of ten times a
 * second. Where `n` processes each allow `count` of something, somebody who asks all of them within a tenth of a second
 * gets at most `n × count`; after that everybody has counted it all, and in the long run it comes to what one process
 * would allow.
 */
export interface Gossip {
  /** `by` more of `key`. Returns at once. */
  tell(key: string, by?: number): void
  stop(): void
}

/** `of` names what is counted; `hear` is given what others counted. */
export function createGossip(bus: Bus, of: string, hear: (key: string, by: number) => void): Gossip {
  let counts = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let speaking = false
  const flush = () => {
    timer = null
    const told = [...counts].filter(([, by]) => by !== 0)
    counts = new Map()
    if (told.length === 0) return
    // What is told is heard here too, and counted already.
    speaking = true
    bus.publish(topicOf(of), counted, { of, counts: told })
    speaking = false
  }
  const leave: Unsubscribe = bus.subscribe(topicOf(of), counted, (told) => {
    if (!speaking) for (const [key, by] of told.counts) hear(key, by)
  })
  return {
    tell(key, by = 1) {
      counts.set(key, (counts.get(key) ?? 0) + by)
      timer ??= setTimeout(flush, gossipMs).unref()
    },
    stop() {
      leave()
      if (timer) clearTimeout(timer)
    },
  }
}

function topicOf(of: string): string {
  return `${topic}:${of}`
}
