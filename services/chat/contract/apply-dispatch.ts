import { Guild, type Channel, type FullGuild, type Member, type Role, type User } from './wire.ts'

/** A guild as one of its members sees it: what a client keeps. Never changed; a dispatch makes a new one. */
export interface GuildView {
  /** With its roles, lowest first. */
  readonly guild: Guild
  /** Those one may see, by position, then id. */
  readonly channels: readonly Channel[]
  /** By account id. */
  readonly members: ReadonlyMap<string, Member>
}

/** The view that GUILD_CREATE starts. */
export function guildView(full: FullGuild): GuildView {
  const fields = Object.entries(full).filter(([name]) => Object.hasOwn(Guild.shape, name))
  return {
    guild: Object.fromEntries(fields) as unknown as Guild,
    channels: sorted(full.channels),
    members: new Map(full.members.map((member) => [member.user.id, member])),
  }
}

/** What dispatches about guilds carry, as far as it is read here. */
interface Told {
  readonly id: string
  readonly guild_id: string
  readonly channel_id: string
  readonly role_id: string
  readonly role: Role
  readonly user: User
}

type Step = (view: GuildView, told: Told) => GuildView | null

/**
 * The view after one dispatch of Discord's gateway: old snapshot + event = new snapshot. Null once one is out of the
 * guild. Dispatches of other guilds and of things that are not part of it give the same view.
 */
export function applyDispatch(view: GuildView, t: string, d: object): GuildView | null {
  const step = steps.get(t)
  const told = d as Told
  if (!step || (told.guild_id ?? told.id) !== view.guild.id) return view
  return step(view, told)
}

const steps = new Map<string, Step>([
  ['GUILD_UPDATE', (view, told) => ({ ...view, guild: told as unknown as Guild })],
  ['GUILD_DELETE', () => null],
  ['CHANNEL_CREATE', putChannel],
  ['CHANNEL_UPDATE', putChannel],
  ['CHANNEL_DELETE', (view, { id }) => ({ ...view, channels: view.channels.filter((one) => one.id !== id) })],
  ['GUILD_ROLE_CREATE', putRole],
  ['GUILD_ROLE_UPDATE', putRole],
  ['GUILD_ROLE_DELETE', removeRole],
  ['GUILD_MEMBER_ADD', putMember],
  ['GUILD_MEMBER_UPDATE', putMember],
  ['GUILD_MEMBER_REMOVE', removeMember],
  ['MESSAGE_CREATE', moveHead],
])

/** A dispatch that crossed with newer messages does not take a channel's newest one back. */
function putChannel(view: GuildView, told: Told): GuildView {
  const channel = told as unknown as Channel
  const known = view.channels.find((one) => one.id === channel.id)
  const newest =
    known?.type === 0 && channel.type === 0 && isNewer(known.last_message_id, channel.last_message_id)
      ? { ...channel, last_message_id: known.last_message_id }
      : channel
  return { ...view, channels: sorted([...view.channels.filter((one) => one.id !== channel.id), newest]) }
}

function putRole(view: GuildView, { role }: Told): GuildView {
  const roles = [...view.guild.roles.filter((one) => one.id !== role.id), role]
  return { ...view, guild: { ...view.guild, roles: roles.toSorted(byHeight) } }
}

/** A role that goes, goes from members and channels too; nothing else says so. */
function removeRole(view: GuildView, { role_id: id }: Told): GuildView {
  return {
    guild: { ...view.guild, roles: view.guild.roles.filter((role) => role.id !== id) },
    channels: view.channels.map((channel) => ({
      ...channel,
      permission_overwrites: channel.permission_overwrites.filter((one) => one.id !== id),
    })),
    members: new Map(
      [...view.members].map(([accountId, member]) => [
        accountId,
        member.roles.includes(id) ? { ...member, roles: member.roles.filter((one) => one !== id) } : member,
      ]),
    ),
  }
}

function putMember(view: GuildView, told: Told): GuildView {
  const { guild_id: _, ...member } = told as unknown as Member & { guild_id: string }
  return { ...view, members: new Map(view.members).set(member.user.id, member) }
}

function removeMember(view: GuildView, { user }: Told): GuildView {
  const members = new Map(view.members)
  members.delete(user.id)
  return { ...view, members }
}

function moveHead(view: GuildView, { channel_id: channelId, id }: Told): GuildView {
  return {
    ...view,
    channels: view.channels.map((channel) =>
      channel.id === channelId && channel.type === 0 && isNewer(id, channel.last_message_id)
        ? { ...channel, last_message_id: id }
        : channel,
    ),
  }
}

function isNewer(a: string | null, b: string | null): boolean {
  return a !== null && (b === null || BigInt(a) > BigInt(b))
}

function sorted(channels: readonly Channel[]): Channel[] {
  return channels.toSorted((a, b) => a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
}

function byHeight(a: Role, b: Role): number {
  return a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? 1 : -1)
}
