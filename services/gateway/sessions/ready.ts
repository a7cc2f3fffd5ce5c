import { renderCurrentUser, type Beginning, type ShownProfile } from '@alles/chat/contract'
import type { GatewayReadyDispatchData } from 'discord-api-types/v10'
import { dispatchFrame, type Frame } from '../frames/frame.ts'
import type { Session } from './session.ts'

/** Presence, members and message content are granted to whoever asks: GATEWAY_PRESENCE, …_MEMBERS, …_MESSAGE_CONTENT. */
const grantedFlags = (1 << 12) | (1 << 14) | (1 << 18)

interface Begun {
  readonly profile: ShownProfile
  readonly guildIds: readonly string[]
  /** What a person finds; null for bots. */
  readonly own: Beginning | null
  /** Where clients open their socket. */
  readonly url: string
}

/** READY: who you are and where; each guild named here follows in a GUILD_CREATE of its own. */
export function readyFrame(session: Session, { profile, guildIds, own, url }: Begun): Frame {
  const beginning = {
    v: 10,
    guilds: guildIds.map((id) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: url,
    ...(session.shard && { shard: [session.shard[0], session.shard[1]] as [number, number] }),
  } satisfies Omit<GatewayReadyDispatchData, 'user' | 'application'>
  const user = renderCurrentUser(profile)
  const flags = { flags: grantedFlags, flags_new: String(grantedFlags) }
  const application = { id: session.identity.applicationId, ...flags }
  const more = own ? ownBeginning(own) : { private_channels: [] }
  return dispatchFrame('READY', JSON.stringify({ ...beginning, user, application, ...more }))
}

/** What clients of people know from the beginning, in the shapes they know: lists with a version that never counts. */
function ownBeginning({ read_state: readStates, user_guild_settings: settings, ...rest }: Beginning) {
  const whole = { version: 0, partial: false }
  return {
    ...rest,
    read_state: { entries: readStates, ...whole },
    user_guild_settings: { entries: settings, ...whole },
  }
}
