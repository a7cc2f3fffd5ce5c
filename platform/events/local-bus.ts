import type { Event, EventData } from '../contract/index.ts'
import type { Log } from '../log/index.ts'
import type { Bus } from './bus.ts'

type Listener = (data: unknown) => void

/** A bus within this process. Listeners run at once, in the order in which they subscribed. */
export function createLocalBus(log: Log): Bus {
  const topics = new Map<string, Set<Listener>>()
  const publish = <E extends Event>(topic: string, event: E, data: EventData<E>) => {
    if (event.delivery !== 'realtime') throw new Error(`${event.name} is durable: emit it through jobs`)
    const listeners = topics.get(keyOf(topic, event))
    if (!listeners) return
    // A copy, so that who subscribes or leaves meanwhile changes nothing.
    for (const listener of Array.from(listeners)) {
      try {
        listener(data)
      } catch (error) {
        log.error('bus.listener_failed', { event_name: event.name, error })
      }
    }
  }
  return {
    publish,
    publishHere: publish,
    subscribe<E extends Event>(topic: string, event: E, listener: (data: EventData<E>) => void) {
      const key = keyOf(topic, event)
      // Its own identity, so that the same function may subscribe twice and leave once.
      const own: Listener = (data) => listener(data as EventData<E>)
      const listeners = topics.get(key) ?? new Set()
      topics.set(key, listeners.add(own))
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && topics.get(key) === listeners) topics.delete(key)
      }
    },
    settled: async () => true,
    // Nobody else is there to be missed.
    onLapse: () => () => undefined,
  }
}

function keyOf(topic: string, event: Event): string {
  return `${event.name} ${topic}`
}
