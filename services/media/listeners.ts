import { keysDestroyed, keysTopic } from '@alles/keys/contract'
import type { Unsubscribe } from '@alles/platform/events'
import { mediaTopic, picturesDropped } from './contract/index.ts'
import type { Media } from './media.ts'

/** What this process keeps in memory and must let go of. */
export function listen({ bus, cache }: Media): Unsubscribe {
  const subscriptions = [
    bus.subscribe(keysTopic, keysDestroyed, ({ ids }) => cache.letGoOfKeys(ids)),
    bus.subscribe(mediaTopic, picturesDropped, ({ hashes }) => cache.letGo(hashes)),
    bus.onLapse(() => cache.letGoOfAll()),
  ]
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe()
  }
}
