import { bits, type Dispatch, type User } from '../contract/index.ts'

/** Who was banned is for those to hear who may ban. */
function told(t: string, guildId: string, user: User): Dispatch {
  return {
    t,
    d: { guild_id: guildId, user },
    audience: { kind: 'guild', guildId, needs: bits('BAN_MEMBERS') },
  }
}

export function banned(guildId: string, user: User): Dispatch {
  return told('GUILD_BAN_ADD', guildId, user)
}

export function unbanned(guildId: string, user: User): Dispatch {
  return told('GUILD_BAN_REMOVE', guildId, user)
}
