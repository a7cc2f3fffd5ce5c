import type { Gateway } from '../gateway.ts'
import type { Look } from '../protocol/client-frame.ts'
import { intents } from '../protocol/intents.ts'
import type { Session } from '../sessions/session.ts'
import { givePresence, presenceFrame } from './give-presence.ts'

/** A client shows some members of a large guild: it is told of their presence now and from now on, and of no others. */
export function lookAt(
  gateway: Gateway,
  session: Session | null,
  { guild_id: guildId, members }: Look,
): void {
  const audience = gateway.guilds.find(guildId)
  if (!audience || !session?.guilds.has(guildId) || !session.wants(intents.GUILD_PRESENCES)) return
  audience.watchers.watchOnly(session, members)
  for (const accountId of members) {
    if (gateway.presences.find(guildId)?.of(accountId).status === 'offline') continue
    const frame = presenceFrame(gateway, guildId, accountId)
    if (frame) givePresence(gateway, session, { guildId, accountId, frame })
  }
}
