import type { Channel, FullGuild, Member, Role } from '@alles/chat/contract'
import type { ReadFrame } from './read-frames.ts'

/** What a client knows of its guilds: the snapshots of GUILD_CREATE and every event after them. */
export function knownGuilds(frames: readonly ReadFrame[]): Map<string, FullGuild> {
  const guilds = new Map<string, FullGuild>()
  for (const { t, d } of frames) if (typeof t === 'string') apply(guilds, t, d)
  return guilds
}

type Change = (guild: FullGuild, d: never) => FullGuild

const changes: Record<string, Change> = {
  GUILD_UPDATE: (guild, d: Partial<FullGuild>) => ({ ...guild, ...d }),
  CHANNEL_CREATE: (guild, d: Channel) => {
    if (guild.channels.some(({ id }) => id === d.id)) throw new Error('this channel is known already')
    return { ...guild, channels: [...guild.channels, d] }
  },
  CHANNEL_UPDATE: (guild, d: Channel) => {
    if (!guild.channels.some(({ id }) => id === d.id)) throw new Error('this channel is not known')
    return { ...guild, channels: replaced(guild.channels, d) }
  },
  CHANNEL_DELETE: (guild, d: Channel) => {
    if (!guild.channels.some(({ id }) => id === d.id)) throw new Error('this channel is not known')
    return { ...guild, channels: guild.channels.filter(({ id }) => id !== d.id) }
  },
  GUILD_ROLE_CREATE: (guild, d: { role: Role }) => ({ ...guild, roles: [...guild.roles, d.role] }),
  GUILD_ROLE_UPDATE: (guild, d: { role: Role }) => ({ ...guild, roles: replaced(guild.roles, d.role) }),
  GUILD_ROLE_DELETE: (guild, d: { role_id: string }) => ({
    ...guild,
    roles: guild.roles.filter(({ id }) => id !== d.role_id),
    members: guild.members.map((one) => ({ ...one, roles: one.roles.filter((id) => id !== d.role_id) })),
  }),
  GUILD_MEMBER_ADD: (guild, d: Member & { guild_id: string }) => ({
    ...guild,
    member_count: guild.member_count + 1,
    members: [...guild.members, withoutGuild(d)],
  }),
  GUILD_MEMBER_UPDATE: (guild, d: Member & { guild_id: string }) => ({
    ...guild,
    members: guild.members.map((one) => (one.user.id === d.user.id ? { ...one, ...withoutGuild(d) } : one)),
  }),
  GUILD_MEMBER_REMOVE: (guild, d: { user: { id: string } }) => ({
    ...guild,
    member_count: guild.member_count - 1,
    members: guild.members.filter(({ user }) => user.id !== d.user.id),
  }),
  MESSAGE_CREATE: (guild, d: { id: string; channel_id: string }) => ({
    ...guild,
    channels: guild.channels.map((one) =>
      one.id === d.channel_id && one.type === 0 ? { ...one, last_message_id: d.id } : one,
    ),
  }),
}

function apply(guilds: Map<string, FullGuild>, t: string, d: unknown): void {
  const { id, guild_id } = d as { id?: string; guild_id?: string }
  if (t === 'GUILD_CREATE') guilds.set(id ?? '', d as FullGuild)
  else if (t === 'GUILD_DELETE') guilds.delete(id ?? '')
  else {
    const guild = guilds.get((t === 'GUILD_UPDATE' ? id : guild_id) ?? '')
    const change = changes[t]
    if (guild && change) guilds.set(guild.id, change(guild, d as never))
  }
}

function replaced<T extends { id: string }>(all: readonly T[], one: T): T[] {
  return all.map((before) => (before.id === one.id ? one : before))
}

function withoutGuild(member: Member & { guild_id: string }): Member {
  const { guild_id: _, ...rest } = member
  return rest
}

/** The same guild in one order, for comparing. Presences come when there is time. */
export function sorted(guild: FullGuild | undefined): object | undefined {
  return (
    guild && {
      ...guild,
      presences: [],
      channels: byId(guild.channels),
      roles: byId(guild.roles),
      members: guild.members
        .map((one) => ({ ...one, roles: one.roles.toSorted() }))
        .toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1)),
    }
  )
}

function byId<T extends { id: string }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
