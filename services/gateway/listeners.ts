import { profileChanged, profilesTopic, sessionEnded, sessionsTopic } from '@alles/accounts/contract'
import { botTokenReset, botTokensTopic } from '@alles/oauth/contract'
import type { Unsubscribe } from '@alles/platform/events'
import type { Gateway } from './gateway.ts'
import { closes } from './protocol/codes.ts'
import { endSession } from './sessions/end-session.ts'
import type { Session } from './sessions/session.ts'

/** Other services' events that end sessions or make what is kept here old. */
export function listen(gateway: Gateway): Unsubscribe[] {
  const { bus, sessions } = gateway
  const end = (all: readonly Session[]) => {
    for (const session of all) endSession(gateway, session, closes.badToken)
  }
  return [
    bus.subscribe(sessionsTopic, sessionEnded, ({ sessionId }) => end(sessions.ofSignIn(sessionId))),
    bus.subscribe(botTokensTopic, botTokenReset, ({ accountId }) => end(sessions.ofAccount(accountId))),
    bus.subscribe(profilesTopic, profileChanged, ({ accountId, gone }) => {
      if (gone) end(sessions.ofAccount(accountId))
      gateway.guilds.profileChanged(accountId)
    }),
  ]
}
