import { profileChanged, profilesTopic, sessionEnded, sessionsTopic } from '@alles/accounts/contract'
import { renderCurrentUser } from '@alles/chat/contract'
import { botTokenReset, botTokensTopic } from '@alles/oauth/contract'
import type { Unsubscribe } from '@alles/platform/events'
import { dispatchFrame } from './frames/frame.ts'
import type { Gateway } from './gateway.ts'
import { closes } from './protocol/codes.ts'
import { endSession } from './sessions/end-session.ts'
import type { Session } from './sessions/session.ts'

/** Other services' events that end sessions or change what they show. */
export function listen(gateway: Gateway): Unsubscribe[] {
  const { bus, sessions } = gateway
  const end = (all: readonly Session[]) => {
    for (const session of all) endSession(gateway, session, closes.badToken)
  }
  return [
    bus.subscribe(sessionsTopic, sessionEnded, ({ sessionId }) => end(sessions.ofSignIn(sessionId))),
    bus.subscribe(botTokensTopic, botTokenReset, ({ accountId }) => end(sessions.ofAccount(accountId))),
    bus.subscribe(profilesTopic, profileChanged, ({ accountId, gone }) => {
      if (gone) return end(sessions.ofAccount(accountId))
      gateway.guilds.profileChanged(accountId)
      void tellOwn(gateway, accountId)
    }),
  ]
}

/** Somebody's own clients hear of their new profile wherever they are. */
async function tellOwn(gateway: Gateway, accountId: string): Promise<void> {
  if (gateway.sessions.ofAccount(accountId).length === 0) return
  try {
    const [profile] = await gateway.accounts.profiles({ ids: [accountId] })
    if (!profile) return
    const frame = dispatchFrame('USER_UPDATE', JSON.stringify(renderCurrentUser(profile)))
    for (const session of gateway.sessions.ofAccount(accountId))
      if (!session.early) gateway.delivery.give(session, frame)
  } catch (error) {
    gateway.log.warn('gateway.profile_unreadable', { error })
  }
}
