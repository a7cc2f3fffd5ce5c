import { randomUUID } from 'node:crypto'
import type { Bus } from '@alles/platform/events'
import { accountTopic, dispatch, guildTopic, type Audience, type Dispatch } from '../contract/index.ts'

/** Tells connections, in the order given. */
export function publish(bus: Bus, dispatches: readonly Dispatch[]): void {
  each(dispatches, (topic, told) => bus.publish(topic, dispatch, told))
}

/** Tells the connections of this process: of what every process hears and tells its own. */
export function publishHere(bus: Bus, dispatches: readonly Dispatch[]): void {
  each(dispatches, (topic, told) => bus.publishHere(topic, dispatch, told))
}

function each(dispatches: readonly Dispatch[], say: (topic: string, told: Dispatch) => void): void {
  for (const one of dispatches) {
    const told = { id: randomUUID(), ...one }
    for (const topic of topicsOf(one.audience)) say(topic, told)
  }
}

function topicsOf(audience: Audience): string[] {
  if (audience.kind === 'account') return [accountTopic(audience.accountId)]
  if (audience.kind === 'accounts') return [...new Set(audience.accountIds)].map(accountTopic)
  return [guildTopic(audience.guildId)]
}
