import type { Bus } from '@alles/platform/events'
import { accountTopic, dispatch, guildTopic, type Dispatch } from '../contract/index.ts'

/** Tells connections, in the order given. */
export function publish(bus: Bus, dispatches: readonly Dispatch[]): void {
  for (const one of dispatches) {
    const { audience } = one
    const topic =
      audience.kind === 'account' ? accountTopic(audience.accountId) : guildTopic(audience.guildId)
    bus.publish(topic, dispatch, one)
  }
}
