import type { Frame } from '../frames/frame.ts'
import { dispatchFrame } from '../frames/frame.ts'
import type { Gateway } from '../gateway.ts'
import type { Session } from '../sessions/session.ts'
import { renderPresence } from './presence.ts'

/** A session for which so many bytes wait is told later. */
const mostWaiting = 64 * 1024
const mostMissed = 2000

/** PRESENCE_UPDATE as it is now. */
export function presenceFrame(gateway: Gateway, guildId: string, accountId: string): Frame | null {
  const shown = gateway.presences.find(guildId)?.of(accountId)
  if (!shown) return null
  return dispatchFrame('PRESENCE_UPDATE', JSON.stringify(renderPresence(guildId, accountId, shown)))
}

/**
 * Gives a session somebody's presence, where it is connected and has not fallen behind. Otherwise notes that it missed
 * something: presences neither take room from messages that wait to be resumed nor stand in their way.
 */
export function givePresence(
  gateway: Gateway,
  session: Session,
  { guildId, accountId, frame }: { guildId: string; accountId: string; frame: Frame },
): void {
  if (session.outlet && session.waiting <= mostWaiting) return gateway.delivery.give(session, frame)
  if (session.missed.size < mostMissed) session.missed.add(`${guildId} ${accountId}`)
  if (session.outlet) gateway.behind.add(session)
}

/** What a session missed, as it is now. */
export function catchUp(gateway: Gateway, session: Session): void {
  const missed = [...session.missed]
  session.missed.clear()
  for (const key of missed) {
    const [guildId = '', accountId = ''] = key.split(' ')
    const frame = session.guilds.has(guildId) && presenceFrame(gateway, guildId, accountId)
    if (frame) givePresence(gateway, session, { guildId, accountId, frame })
  }
}

/** Sessions that had fallen behind and have read on. Called every few seconds. */
export function catchUpAll(gateway: Gateway): void {
  for (const session of gateway.behind) {
    if (session.outlet && session.waiting > mostWaiting) continue
    gateway.behind.delete(session)
    if (session.outlet && !session.ended) catchUp(gateway, session)
  }
}
