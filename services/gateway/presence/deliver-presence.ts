import type { Gateway } from '../gateway.ts'
import { intents } from '../protocol/intents.ts'
import { givePresence, presenceFrame } from './give-presence.ts'

/** Tells everybody here who looks at an account in a guild what it shows now. */
export function deliverPresence(gateway: Gateway, guildId: string, accountId: string): void {
  const audience = gateway.guilds.find(guildId)
  const frame = audience && presenceFrame(gateway, guildId, accountId)
  if (!frame) return
  audience.notePresence(accountId)
  for (const session of audience.lookers(accountId))
    if (session.wants(intents.GUILD_PRESENCES)) givePresence(gateway, session, { guildId, accountId, frame })
}
