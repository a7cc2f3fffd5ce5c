import { accountTopic } from '@alles/chat/contract'
import type { Gateway } from '../gateway.ts'
import type { Presence } from '../protocol/client-frame.ts'
import type { Session } from '../sessions/session.ts'
import { statusSaid } from './presence-events.ts'

/** A client says what it shows of its account from now on. A person's status is that of all their account's clients. */
export function setPresence({ own, bus }: Gateway, session: Session | null, presence: Presence): void {
  if (!session) return
  const { accountId, identity } = session
  session.presence = presence
  if (identity.bot) own.changed(accountId)
  else bus.publish(accountTopic(accountId), statusSaid, { accountId, status: presence.status ?? 'online' })
}

/** What another client of the account said, here or in another process. */
export function hearStatus({ own, sessions }: Gateway, accountId: string, status: Presence['status']): void {
  for (const session of sessions.ofAccount(accountId)) session.presence = { ...session.presence, status }
  own.changed(accountId)
}

/** A client begins: beside others of its account it shows what they show. */
export function firstPresence(
  { sessions }: Gateway,
  { accountId, bot }: Session['identity'],
  said: Presence | null,
): Presence | null {
  const beside = bot ? undefined : sessions.ofAccount(accountId).find(({ outlet }) => outlet !== null)
  return beside ? { ...said, status: beside.presence?.status } : said
}
