import { compareRoles, type Member as WireMember, type RoleState } from '@alles/chat/contract'
import type { Channel, State, User } from './entities.ts'
import type { Appliers, EventData } from './gateway-event.ts'
import { isShown, readChannel, readGuild, readMember, readRole, readUser } from './read-wire.ts'
import { without } from './records.ts'

export const guildEvents: Appliers<'GUILD_CREATE' | 'GUILD_UPDATE' | 'GUILD_DELETE'> = {
  GUILD_CREATE: withGuild,
  GUILD_UPDATE(state, wire) {
    const known = state.guilds[wire.id]
    if (!known) return state
    const changed = readGuild(wire)
    const guild = { ...known, ...changed, roles: sortRoles(changed.roles) }
    return { ...state, guilds: { ...state.guilds, [guild.id]: guild } }
  },
  GUILD_DELETE(state, { id, unavailable }) {
    // It comes again at once, whole.
    if (unavailable || !state.guildOrder.includes(id)) return state
    return {
      ...withoutChannels(state, channelsOf(state, id)),
      guildOrder: state.guildOrder.filter((one) => one !== id),
      guilds: without(state.guilds, [id]),
      members: without(state.members, [id]),
    }
  },
}

/** A guild told whole: its channels and members replace what was known of them. */
function withGuild(state: State, wire: EventData['GUILD_CREATE']): State {
  const channels = wire.channels.filter(isShown).map((channel) => readChannel(channel, wire.id))
  const present = new Set(channels.map((channel) => channel.id))
  const lost = channelsOf(state, wire.id).filter((channel) => !present.has(channel.id))
  const { roles, ...rest } = readGuild(wire)
  const heads = Object.fromEntries(
    wire.channels.flatMap((channel) =>
      channel.type !== 4 && channel.last_message_id !== null ? [[channel.id, channel.last_message_id]] : [],
    ),
  )
  const guild = {
    ...rest,
    roles: sortRoles(roles),
    memberCount: wire.member_count,
    memberPages: { after: '0', whole: !wire.large },
    heads,
  }
  return {
    ...withoutChannels(state, lost),
    users: withUsers(
      state.users,
      wire.members.map((member) => readUser(member.user)),
    ),
    guildOrder: state.guildOrder.includes(wire.id) ? state.guildOrder : [...state.guildOrder, wire.id],
    guilds: { ...state.guilds, [wire.id]: guild },
    channels: {
      ...without(
        state.channels,
        lost.map((channel) => channel.id),
      ),
      ...Object.fromEntries(channels.map((channel) => [channel.id, channel])),
    },
    members: {
      ...state.members,
      [wire.id]: Object.fromEntries(wire.members.map((member) => [member.user.id, readMember(member)])),
    },
  }
}

export const roleEvents: Appliers<'GUILD_ROLE_CREATE' | 'GUILD_ROLE_UPDATE' | 'GUILD_ROLE_DELETE'> = {
  GUILD_ROLE_CREATE: withRole,
  GUILD_ROLE_UPDATE: withRole,
  GUILD_ROLE_DELETE(state, { guild_id: guildId, role_id: roleId }) {
    const guild = state.guilds[guildId]
    if (!guild) return state
    const roles = guild.roles.filter((role) => role.id !== roleId)
    return withoutRole(
      { ...state, guilds: { ...state.guilds, [guildId]: { ...guild, roles } } },
      guildId,
      roleId,
    )
  },
}

function withRole(state: State, wire: EventData['GUILD_ROLE_UPDATE']): State {
  const guild = state.guilds[wire.guild_id]
  if (!guild) return state
  const role = readRole(wire.role)
  const roles = sortRoles([...guild.roles.filter((one) => one.id !== role.id), role])
  return { ...state, guilds: { ...state.guilds, [guild.id]: { ...guild, roles } } }
}

/** Nobody holds, and nothing rules, what no longer exists. */
function withoutRole(state: State, guildId: string, roleId: string): State {
  const members = Object.entries(state.members[guildId] ?? {}).map(([id, member]) => [
    id,
    member.roleIds.includes(roleId)
      ? { ...member, roleIds: member.roleIds.filter((one) => one !== roleId) }
      : member,
  ])
  const channels = channelsOf(state, guildId)
    .filter((channel) => channel.overwrites.some((one) => one.id === roleId))
    .map((channel) => [
      channel.id,
      { ...channel, overwrites: channel.overwrites.filter((one) => one.id !== roleId) },
    ])
  return {
    ...state,
    members: { ...state.members, [guildId]: Object.fromEntries(members) },
    channels: { ...state.channels, ...Object.fromEntries(channels) },
  }
}

export const memberEvents: Appliers<
  'GUILD_MEMBER_ADD' | 'GUILD_MEMBER_UPDATE' | 'GUILD_MEMBER_REMOVE' | 'GUILD_MEMBERS_CHUNK'
> = {
  GUILD_MEMBER_ADD(state, wire) {
    const isNew = !(wire.user.id in (state.members[wire.guild_id] ?? {}))
    return withMember(isNew ? withCount(state, wire.guild_id, 1) : state, wire)
  },
  GUILD_MEMBER_UPDATE: withMember,
  GUILD_MEMBER_REMOVE(state, { guild_id: guildId, user }) {
    const members = state.members[guildId]
    if (!members) return state
    // Where not all are known, so may be whoever left.
    if (!(user.id in members))
      return state.guilds[guildId]?.memberPages.whole ? state : withCount(state, guildId, -1)
    return {
      ...withCount(state, guildId, -1),
      members: { ...state.members, [guildId]: without(members, [user.id]) },
    }
  },
  GUILD_MEMBERS_CHUNK: (state, { guild_id: guildId, members }) => withMembers(state, guildId, members),
}

/** Members that were asked for. */
export function withMembers(
  state: State,
  guildId: string,
  told: readonly Pick<WireMember, 'user' | 'nick' | 'roles'>[],
): State {
  const members = state.members[guildId]
  if (!members || told.length === 0) return state
  const news = Object.fromEntries(told.map((member) => [member.user.id, readMember(member)]))
  return {
    ...state,
    users: withUsers(
      state.users,
      told.map((member) => readUser(member.user)),
    ),
    members: { ...state.members, [guildId]: { ...members, ...news } },
  }
}

/** A page of the list of members: those after account `after`. It is the last one where it is not full. */
export function withMemberPage(
  state: State,
  guildId: string,
  page: { readonly members: readonly WireMember[]; readonly isLast: boolean },
): State {
  const guild = state.guilds[guildId]
  if (!guild) return state
  const after = page.members.at(-1)?.user.id ?? guild.memberPages.after
  const memberPages = { after, whole: page.isLast }
  return withMembers(
    { ...state, guilds: { ...state.guilds, [guildId]: { ...guild, memberPages } } },
    guildId,
    page.members,
  )
}

function withMember(state: State, wire: EventData['GUILD_MEMBER_UPDATE']): State {
  return withMembers(state, wire.guild_id, [wire])
}

function withCount(state: State, guildId: string, by: number): State {
  const guild = state.guilds[guildId]
  if (!guild) return state
  const memberCount = guild.memberCount + by
  return { ...state, guilds: { ...state.guilds, [guildId]: { ...guild, memberCount } } }
}

export const channelEvents: Appliers<'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE'> = {
  CHANNEL_CREATE: withChannel,
  CHANNEL_UPDATE: withChannel,
  CHANNEL_DELETE: (state, wire) => withoutChannels(state, [readChannel(wire, wire.guild_id)]),
}

function withChannel(state: State, wire: EventData['CHANNEL_UPDATE']): State {
  if (!isShown(wire)) return state
  const channel = readChannel(wire, wire.guild_id)
  const guild = state.guilds[channel.guildId]
  if (!guild) return state
  const next = { ...state, channels: { ...state.channels, [channel.id]: channel } }
  const head = wire.type === 4 ? null : wire.last_message_id
  if (head === null || guild.heads[channel.id] !== undefined) return next
  const heads = { ...guild.heads, [channel.id]: head }
  return { ...next, guilds: { ...state.guilds, [guild.id]: { ...guild, heads } } }
}

/** Everything in a guild that hangs on these channels goes with them. */
function withoutChannels(state: State, channels: readonly Channel[]): State {
  if (channels.length === 0) return state
  const ids = channels.map((channel) => channel.id)
  const guildIds = new Set(channels.map((channel) => channel.guildId))
  const guilds = Object.entries(state.guilds).map(([id, guild]) => [
    id,
    guildIds.has(id) ? { ...guild, heads: without(guild.heads, ids) } : guild,
  ])
  return {
    ...state,
    guilds: Object.fromEntries(guilds),
    channels: without(state.channels, ids),
    logs: without(state.logs, ids),
    typing: without(state.typing, ids),
    mentionCounts: without(state.mentionCounts, ids),
  }
}

/** Who is deleted stays so, whatever older answers still say. */
export function withUsers(users: State['users'], told: readonly User[]): State['users'] {
  const news = told.filter((user) => !users[user.id]?.deleted && !isSame(users[user.id], user))
  if (news.length === 0) return users
  return { ...users, ...Object.fromEntries(news.map((user) => [user.id, user])) }
}

function isSame(a: User | undefined, b: User): boolean {
  return (
    a !== undefined &&
    a.username === b.username &&
    a.displayName === b.displayName &&
    a.avatar === b.avatar &&
    a.bot === b.bot
  )
}

function channelsOf(state: State, guildId: string): Channel[] {
  return Object.values(state.channels).filter((channel) => channel.guildId === guildId)
}

function sortRoles(roles: readonly RoleState[]): RoleState[] {
  return roles.toSorted(compareRoles)
}
