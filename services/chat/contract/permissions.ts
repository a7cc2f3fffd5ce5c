import type { ChannelState, GuildSettings, GuildState, RoleState, ThreadState } from './guild-state.ts'

/** Every permission of Discord's API v10, by its name there. https://docs.discord.com/developers/topics/permissions */
export const permissions = {
  CREATE_INSTANT_INVITE: 1n << 0n,
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_AUDIT_LOG: 1n << 7n,
  PRIORITY_SPEAKER: 1n << 8n,
  STREAM: 1n << 9n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  SEND_TTS_MESSAGES: 1n << 12n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_EXTERNAL_EMOJIS: 1n << 18n,
  VIEW_GUILD_INSIGHTS: 1n << 19n,
  CONNECT: 1n << 20n,
  SPEAK: 1n << 21n,
  MUTE_MEMBERS: 1n << 22n,
  DEAFEN_MEMBERS: 1n << 23n,
  MOVE_MEMBERS: 1n << 24n,
  USE_VAD: 1n << 25n,
  CHANGE_NICKNAME: 1n << 26n,
  MANAGE_NICKNAMES: 1n << 27n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_WEBHOOKS: 1n << 29n,
  MANAGE_GUILD_EXPRESSIONS: 1n << 30n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  REQUEST_TO_SPEAK: 1n << 32n,
  MANAGE_EVENTS: 1n << 33n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  USE_EXTERNAL_STICKERS: 1n << 37n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  USE_EMBEDDED_ACTIVITIES: 1n << 39n,
  MODERATE_MEMBERS: 1n << 40n,
  VIEW_CREATOR_MONETIZATION_ANALYTICS: 1n << 41n,
  USE_SOUNDBOARD: 1n << 42n,
  CREATE_GUILD_EXPRESSIONS: 1n << 43n,
  CREATE_EVENTS: 1n << 44n,
  USE_EXTERNAL_SOUNDS: 1n << 45n,
  SEND_VOICE_MESSAGES: 1n << 46n,
  SET_VOICE_CHANNEL_STATUS: 1n << 48n,
  SEND_POLLS: 1n << 49n,
  USE_EXTERNAL_APPS: 1n << 50n,
  PIN_MESSAGES: 1n << 51n,
  BYPASS_SLOWMODE: 1n << 52n,
} as const
export type Permission = keyof typeof permissions

/** A set of the named permissions. */
export function bits(...names: readonly Permission[]): bigint {
  return names.reduce((all, name) => all | permissions[name], 0n)
}

/** All of them: what an owner or administrator has. */
export const everyPermission = Object.values(permissions).reduce((all, bit) => all | bit, 0n)

/** What @everyone has in a new guild. */
export const firstPermissions = bits(
  'CREATE_INSTANT_INVITE',
  'ADD_REACTIONS',
  'STREAM',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'MENTION_EVERYONE',
  'USE_EXTERNAL_EMOJIS',
  'CONNECT',
  'SPEAK',
  'USE_VAD',
  'CHANGE_NICKNAME',
  'USE_APPLICATION_COMMANDS',
  'REQUEST_TO_SPEAK',
  'CREATE_PUBLIC_THREADS',
  'CREATE_PRIVATE_THREADS',
  'USE_EXTERNAL_STICKERS',
  'SEND_MESSAGES_IN_THREADS',
  'USE_EMBEDDED_ACTIVITIES',
  'USE_SOUNDBOARD',
  'USE_EXTERNAL_SOUNDS',
  'SEND_VOICE_MESSAGES',
  'SEND_POLLS',
  'USE_EXTERNAL_APPS',
)

/** What everybody in a conversation may do there. */
export const conversationPermissions = bits(
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'USE_EXTERNAL_EMOJIS',
  'USE_APPLICATION_COMMANDS',
  'USE_EXTERNAL_STICKERS',
  'SEND_VOICE_MESSAGES',
  'SEND_POLLS',
  'USE_EXTERNAL_APPS',
  'PIN_MESSAGES',
)

/** Whether `held` contains every bit of `needed`. */
export function holds(held: bigint, needed: bigint): boolean {
  return (held & needed) === needed
}

/** What of a guild decides about permissions. */
export type Ruled = Pick<GuildState, 'id' | 'ownerId' | 'roles'> &
  Partial<Pick<GuildState, 'kind'>> & {
    readonly settings?: Pick<GuildSettings, 'screening'>
  }
/** What of a member decides about permissions; a `MemberState` is one. `undefined` is somebody from outside. */
export interface Holder {
  readonly accountId: string
  readonly roleIds: readonly string[]
  /** Whether it has yet to agree to the rules: while the guild screens members it sees and does nothing. */
  readonly pending?: boolean
  /** Why it may do less for a while than its roles say: it was timed out, or came just now. Who administrates may. */
  readonly held?: 'timed out' | 'new'
}

/** What a member may do in the guild as a whole. Nobody from outside may do anything. */
export function basePermissions(guild: Ruled, holder: Holder | undefined): bigint {
  if (!holder) return 0n
  if (guild.kind) return conversationPermissions
  if (holder.accountId === guild.ownerId) return everyPermission
  if (isScreened(guild, holder)) return 0n
  let held = 0n
  for (const role of guild.roles)
    if (role.id === guild.id || holder.roleIds.includes(role.id)) held |= role.permissions
  return holds(held, permissions.ADMINISTRATOR) ? everyPermission : held & left(holder)
}

/** Whether a member sees and does nothing before it has agreed to the rules. */
export function isScreened(guild: Ruled, holder: Holder): boolean {
  return holder.pending === true && guild.settings?.screening === true && holder.accountId !== guild.ownerId
}

const reading = bits('VIEW_CHANNEL', 'READ_MESSAGE_HISTORY')
/** What makes others hear of somebody. */
const writing = bits(
  'SEND_MESSAGES',
  'SEND_TTS_MESSAGES',
  'SEND_MESSAGES_IN_THREADS',
  'SEND_VOICE_MESSAGES',
  'SEND_POLLS',
  'ADD_REACTIONS',
  'CREATE_PUBLIC_THREADS',
  'CREATE_PRIVATE_THREADS',
  'USE_APPLICATION_COMMANDS',
  'CREATE_INSTANT_INVITE',
  'CHANGE_NICKNAME',
)

/** What somebody is left with who may do less for a while. */
function left({ held }: Holder): bigint {
  if (held === 'timed out') return reading
  return held === 'new' ? everyPermission & ~writing : everyPermission
}

/** What of a channel decides about permissions; a `ChannelState` is one. */
export type Place = Pick<ChannelState, 'overwrites'> & Partial<Pick<ChannelState, 'type'>>

/**
 * What a member may do in one channel: the base, then the overwrites of @everyone, of all the member's roles together
 * (denials before allowances), and of the member. Administrators are above overwrites. In a thread, SEND_MESSAGES means
 * that one may write there; whether a private one may be seen at all, `maySeeThread` says.
 */
export function channelPermissions(guild: Ruled, holder: Holder | undefined, channel: Place): bigint {
  const base = basePermissions(guild, holder)
  if (!holder || holds(base, permissions.ADMINISTRATOR) || isScreened(guild, holder)) return base
  let held = base
  let allow = 0n
  let deny = 0n
  for (const overwrite of channel.overwrites) {
    if (overwrite.type !== 0) continue
    if (overwrite.id === guild.id) held = (held & ~overwrite.deny) | overwrite.allow
    else if (holder.roleIds.includes(overwrite.id)) {
      allow |= overwrite.allow
      deny |= overwrite.deny
    }
  }
  held = (held & ~deny) | allow
  const own = channel.overwrites.find((one) => one.type === 1 && one.id === holder.accountId)
  if (own) held = (held & ~own.deny) | own.allow
  return implied((isThreadType(channel.type) ? inThread(held) : held) & left(holder))
}

export function isThreadType(type: number | undefined): type is ThreadState['type'] {
  return type === 10 || type === 11 || type === 12
}

/** Threads have a permission of their own for what SEND_MESSAGES is elsewhere. */
function inThread(held: bigint): bigint {
  const { SEND_MESSAGES, SEND_MESSAGES_IN_THREADS } = permissions
  return holds(held, SEND_MESSAGES_IN_THREADS) ? held | SEND_MESSAGES : held & ~SEND_MESSAGES
}

const speaking = bits('MENTION_EVERYONE', 'ATTACH_FILES', 'EMBED_LINKS', 'SEND_TTS_MESSAGES')

/** Nothing can be done in a channel that cannot be seen, and nothing be sent along where nothing can be sent. */
function implied(held: bigint): bigint {
  if (!holds(held, permissions.VIEW_CHANNEL)) return 0n
  return holds(held, permissions.SEND_MESSAGES) ? held : held & ~speaking
}

/** Whether a member may see a channel. */
export function maySee(guild: Ruled, holder: Holder | undefined, channel: Place): boolean {
  return holds(channelPermissions(guild, holder, channel), permissions.VIEW_CHANNEL)
}

/** Whether somebody who holds `held` in a thread's channel may see the thread. Private ones: its members and who manages it. */
export function maySeeThread(held: bigint, thread: Pick<ThreadState, 'type'>, isMember: boolean): boolean {
  if (!holds(held, permissions.VIEW_CHANNEL)) return false
  return thread.type !== 12 || isMember || holds(held, permissions.MANAGE_THREADS)
}

type Ranked = Pick<RoleState, 'id' | 'position'>

/** Positive where `a` stands above `b`. Of two roles in one position the older one is higher. */
export function compareRoles(a: Ranked, b: Ranked): number {
  if (a.position !== b.position) return a.position - b.position
  if (a.id === b.id) return 0
  return BigInt(a.id) < BigInt(b.id) ? 1 : -1
}

/** The highest role of a member; undefined where they have none but @everyone, which is below all. */
export function highestRole(guild: Ruled, holder: Holder): RoleState | undefined {
  const [first, ...rest] = guild.roles.filter(
    (role) => role.id !== guild.id && holder.roleIds.includes(role.id),
  )
  return rest.reduce((top, role) => (top && compareRoles(role, top) > 0 ? role : top), first)
}

/** Whether the holder's highest role is above `role`. The owner is above every role. */
export function standsAbove(guild: Ruled, holder: Holder, role: Ranked): boolean {
  if (holder.accountId === guild.ownerId) return true
  const top = highestRole(guild, holder)
  return top !== undefined && (role.id === guild.id || compareRoles(top, role) > 0)
}

/** Whether `holder` may change, give or take `role`: with MANAGE_ROLES and from above it. */
export function mayManageRole(guild: Ruled, holder: Holder | undefined, role: Ranked): boolean {
  if (!holder || !holds(basePermissions(guild, holder), permissions.MANAGE_ROLES)) return false
  return standsAbove(guild, holder, role)
}

/** Whether `holder` stands above `target`, whatever the act. Nobody stands above the owner or themselves. */
export function mayActOn(guild: Ruled, holder: Holder | undefined, target: Holder): boolean {
  if (!holder || target.accountId === guild.ownerId || target.accountId === holder.accountId) return false
  if (holder.accountId === guild.ownerId) return true
  const own = highestRole(guild, holder)
  const theirs = highestRole(guild, target)
  return own !== undefined && (theirs === undefined || compareRoles(own, theirs) > 0)
}
