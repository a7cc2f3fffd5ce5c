import {
  accessRevoked,
  sessionEnded,
  sessionsTopic,
  standingChanged,
  standingsTopic,
} from '@alles/accounts/contract'
import type { Unsubscribe } from '@alles/platform/events'
import type { Log } from '@alles/platform/log'
import { judgeAgain } from './bots/judge-again.ts'
import { botTokenReset, botTokensTopic } from './contract/index.ts'
import type { OAuth } from './oauth.ts'
import { endEverythingOf, endSessionOf } from './sign-ins/end-some.ts'

/** Suspensions, ends of sessions, grants taken back, and other processes' changes of what this one keeps in memory. */
export function listen(oauth: OAuth, log: Log): Unsubscribe {
  oauth.jobs.on(accessRevoked, ({ accountId }) => endEverythingOf(oauth, accountId))
  const subscriptions = [
    oauth.bus.subscribe(botTokensTopic, botTokenReset, ({ accountId }) => oauth.bots.evict(accountId)),
    oauth.bus.onLapse(() => oauth.bots.evictAll()),
    oauth.bus.subscribe(standingsTopic, standingChanged, ({ accountId }) => {
      judgeAgain(oauth, accountId).catch((error: unknown) => log.error('bots_not_judged', { error }))
    }),
    oauth.bus.subscribe(sessionsTopic, sessionEnded, (ended) => {
      endSessionOf(oauth, ended).catch((error: unknown) => log.error('sign_ins_not_ended', { error }))
    }),
  ]
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe()
  }
}
