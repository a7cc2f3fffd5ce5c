import type { BareMember, Channel, FullGuild, Guild, Member, Message, Role, User } from '@alles/chat/contract'
import type { State } from './entities.ts'

interface InGuild {
  guild_id: string
}

/** A message as an event carries it: the author's membership beside it. */
export type MessageEvent = Message & Partial<InGuild> & { member?: BareMember }

/** The events of the gateway that change what is on the screen. Others are left alone. */
export interface EventData {
  READY: { user: User; guilds: readonly { id: string }[]; session_id: string; resume_gateway_url?: string }
  RESUMED: object
  USER_UPDATE: User
  GUILD_CREATE: FullGuild
  GUILD_UPDATE: Guild
  GUILD_DELETE: { id: string; unavailable?: boolean }
  GUILD_ROLE_CREATE: InGuild & { role: Role }
  GUILD_ROLE_UPDATE: InGuild & { role: Role }
  GUILD_ROLE_DELETE: InGuild & { role_id: string }
  GUILD_MEMBER_ADD: InGuild & Member
  GUILD_MEMBER_UPDATE: InGuild & Pick<Member, 'user' | 'roles' | 'nick'>
  GUILD_MEMBER_REMOVE: InGuild & { user: User }
  GUILD_MEMBERS_CHUNK: InGuild & { members: readonly Member[] }
  CHANNEL_CREATE: Channel
  CHANNEL_UPDATE: Channel
  CHANNEL_DELETE: Channel
  MESSAGE_CREATE: MessageEvent
  MESSAGE_UPDATE: MessageEvent
  MESSAGE_DELETE: { id: string; channel_id: string }
  MESSAGE_DELETE_BULK: { ids: readonly string[]; channel_id: string }
  /** Besides presence, that somebody looks different; then `user` is whole. */
  PRESENCE_UPDATE: InGuild & { user: User | { id: string } }
  TYPING_START: { channel_id: string; user_id: string; timestamp: number }
}

/** For some events, what each does to what is known. */
export type Appliers<T extends keyof EventData> = {
  readonly [Name in T]: (state: State, data: EventData[Name]) => State
}

/** One event: its name and what it carries. */
export type GatewayEvent = {
  [T in keyof EventData]: { readonly t: T; readonly d: EventData[T] }
}[keyof EventData]
