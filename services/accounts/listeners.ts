import type { Unsubscribe } from '@alles/platform/events'
import type { Accounts } from './accounts.ts'
import {
  instanceTopic,
  personChanged,
  profileChanged,
  profilesTopic,
  registrationRulesChanged,
  sessionChanged,
  sessionEnded,
  sessionsTopic,
} from './contract/index.ts'

/** Other processes' changes, for what this one keeps in memory. */
export function listen(accounts: Accounts): Unsubscribe {
  const { bus, sessions, directory, rules } = accounts
  const subscriptions = [
    bus.subscribe(sessionsTopic, sessionEnded, ({ sessionId }) => sessions.evictSession(sessionId)),
    bus.subscribe(sessionsTopic, sessionChanged, ({ sessionId }) => sessions.evictSession(sessionId)),
    bus.subscribe(sessionsTopic, personChanged, ({ personId }) => sessions.evictPerson(personId)),
    bus.subscribe(profilesTopic, profileChanged, ({ accountId }) => directory.evict(accountId)),
    bus.subscribe(instanceTopic, registrationRulesChanged, () => rules.evict()),
    bus.onLapse(() => {
      sessions.evictAll()
      directory.evictAll()
      rules.evict()
    }),
  ]
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe()
  }
}
