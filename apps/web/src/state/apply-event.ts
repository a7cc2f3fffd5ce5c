import { channelEvents, guildEvents, memberEvents, roleEvents, withUsers } from './apply-guild-event.ts'
import { messageEvents, withTyping } from './apply-message-event.ts'
import { emptyState, type State } from './entities.ts'
import type { Appliers, EventData, GatewayEvent } from './gateway-event.ts'
import { staleLog } from './message-log.ts'
import { readUser } from './read-wire.ts'

/** What each event does to what is known: the whole list. */
const appliers: Appliers<keyof EventData> = {
  READY: begin,
  RESUMED: (state) => state,
  USER_UPDATE: (state, user) => ({ ...state, users: { ...state.users, [user.id]: readUser(user) } }),
  PRESENCE_UPDATE: withLook,
  TYPING_START: withTyping,
  ...guildEvents,
  ...roleEvents,
  ...memberEvents,
  ...channelEvents,
  ...messageEvents,
}

/**
 * What is known after an event: old state + event = new state. Pure; an event that says nothing new, or that we do not
 * know, gives the same state back.
 */
export function applyEvent(state: State, event: GatewayEvent): State {
  if (!Object.hasOwn(appliers, event.t)) return state
  const apply = appliers[event.t] as (state: State, data: GatewayEvent['d']) => State
  return apply(state, event.d)
}

/** Somebody we know, whether still a member or not, looks different: after an erasure, like nobody. */
function withLook(state: State, { user }: EventData['PRESENCE_UPDATE']): State {
  if (!(user.id in state.users) || !('username' in user)) return state
  const users = withUsers(state.users, [readUser(user)])
  return users === state.users ? state : { ...state, users }
}

/**
 * A new session begins: whatever happened in between is unknown. Guilds stay on the screen until they are told anew;
 * histories are marked to be read again.
 */
function begin(state: State, ready: EventData['READY']): State {
  const me = readUser(ready.user)
  const kept = state.me === me.id ? state : emptyState
  const ids = ready.guilds.map((guild) => guild.id)
  const listed = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => ids.includes(id)))
  return {
    ...kept,
    me: me.id,
    ready: true,
    users: { ...kept.users, [me.id]: me },
    guildOrder: ids,
    guilds: listed(kept.guilds),
    members: listed(kept.members),
    channels: Object.fromEntries(
      Object.entries(kept.channels).filter(([, channel]) => ids.includes(channel.guildId)),
    ),
    logs: Object.fromEntries(Object.entries(kept.logs).map(([id, log]) => [id, staleLog(log)])),
    typing: {},
  }
}
