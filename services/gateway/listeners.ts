import {
  profileChanged,
  profilesTopic,
  sessionEnded,
  sessionsTopic,
  standingChanged,
  standingsTopic,
} from '@alles/accounts/contract'
import { guildMissed, guildsTopic } from '@alles/chat/contract'
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
    bus.subscribe(standingsTopic, standingChanged, ({ accountId }) => {
      endWhereSuspended(gateway, accountId).catch((error: unknown) =>
        gateway.log.error('gateway.standing_unknown', { error }),
      )
    }),
    bus.subscribe(botTokensTopic, botTokenReset, ({ accountId }) => end(sessions.ofAccount(accountId))),
    bus.subscribe(guildsTopic, guildMissed, ({ guildId }) => gateway.guilds.find(guildId)?.retell()),
    bus.onLapse((lapse) => {
      if (lapse === 'restored') beginAnew(gateway)
    }),
    bus.subscribe(profilesTopic, profileChanged, ({ accountId, gone }) => {
      if (gone) end(sessions.ofAccount(accountId))
      gateway.guilds.profileChanged(accountId)
    }),
  ]
}

/**
 * What other processes said meanwhile never came here. Clients are told so: their sessions cannot be resumed, and they
 * begin again with everything as it is.
 */
function beginAnew(gateway: Gateway): void {
  for (const session of gateway.sessions.all()) endSession(gateway, session, closes.missed)
  gateway.guilds.close()
}

/** A suspended account's connections end, also where the sign-in goes on as another account of its person. */
async function endWhereSuspended(gateway: Gateway, accountId: string): Promise<void> {
  if (gateway.sessions.ofAccount(accountId).length === 0) return
  if ((await gateway.accounts.standingOf({ accountId })) === 'good') return
  for (const session of gateway.sessions.ofAccount(accountId)) endSession(gateway, session, closes.badToken)
}
