import { Guild, type Emoji, type Member, type Role, type Sticker, type User } from './wire.ts'
import { type Channel, type Thread, type ThreadMember } from './channel-shapes.ts'
import { type FullGuild } from './full-guild.ts'

/** A guild as one of its members sees it: what a client keeps. Never changed; a dispatch makes a new one. */
export interface GuildView {
  /** With its roles, lowest first. */
  readonly guild: Guild
  /** Those one may see, by position, then id. */
  readonly channels: readonly Channel[]
  /** The active ones of those one may see, by id. */
  readonly threads: ReadonlyMap<string, Thread>
  /** By account id. */
  readonly members: ReadonlyMap<string, Member>
}

/** The view that GUILD_CREATE starts. */
export function guildView(full: FullGuild): GuildView {
  const fields = Object.entries(full).filter(([name]) => Object.hasOwn(Guild.shape, name))
  return {
    guild: Object.fromEntries(fields) as unknown as Guild,
    channels: sorted(full.channels),
    threads: new Map(full.threads.map((thread) => [thread.id, thread])),
    members: new Map(full.members.map((member) => [member.user.id, member])),
  }
}

/** What dispatches about guilds carry, as far as it is read here. */
interface Told {
  readonly id: string
  readonly unavailable?: boolean
  readonly guild_id: string
  readonly channel_id: string
  readonly last_pin_timestamp: string | null
  readonly role_id: string
  readonly role: Role
  readonly emojis: Emoji[]
  readonly stickers: Sticker[]
  readonly user: User
  readonly ids: readonly string[]
  /** 18, 21 and others: what the system says. */
  readonly type: number
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
  ['GUILD_CREATE', (_, told) => guildView(told as unknown as FullGuild)],
  // A guild that is unavailable comes again, whole.
  ['GUILD_DELETE', (view, told) => (told.unavailable ? view : null)],
  ['GUILD_EMOJIS_UPDATE', (view, { emojis }) => ({ ...view, guild: { ...view.guild, emojis } })],
  ['GUILD_STICKERS_UPDATE', (view, { stickers }) => ({ ...view, guild: { ...view.guild, stickers } })],
  ['CHANNEL_CREATE', putChannel],
  ['CHANNEL_UPDATE', putChannel],
  ['CHANNEL_DELETE', removeChannel],
  ['CHANNEL_PINS_UPDATE', movePin],
  ['THREAD_CREATE', putThread],
  ['THREAD_UPDATE', putThread],
  ['THREAD_DELETE', (view, { id }) => withThreads(view, (threads) => threads.delete(id))],
  ['THREAD_LIST_SYNC', listThreads],
  ['THREAD_MEMBER_UPDATE', putThreadMember],
  ['THREAD_MEMBERS_UPDATE', countThreadMembers],
  ['GUILD_ROLE_CREATE', putRole],
  ['GUILD_ROLE_UPDATE', putRole],
  ['GUILD_ROLE_DELETE', removeRole],
  ['GUILD_MEMBER_ADD', putMember],
  ['GUILD_MEMBER_UPDATE', putMember],
  ['GUILD_MEMBER_REMOVE', removeMember],
  ['MESSAGE_CREATE', moveHead],
  ['MESSAGE_DELETE', (view, { channel_id, id }) => withoutMessages(view, channel_id, [id])],
  ['MESSAGE_DELETE_BULK', (view, { channel_id, ids }) => withoutMessages(view, channel_id, ids)],
])

/** A dispatch that crossed with newer messages does not take a channel's newest one back. */
function putChannel(view: GuildView, told: Told): GuildView {
  const channel = told as unknown as Channel
  const known = view.channels.find((one) => one.id === channel.id)
  const newest =
    known && known.type !== 4 && channel.type !== 4 && isNewer(known.last_message_id, channel.last_message_id)
      ? { ...channel, last_message_id: known.last_message_id }
      : channel
  return { ...view, channels: sorted([...view.channels.filter((one) => one.id !== channel.id), newest]) }
}

/** Its threads go along, and its channels lose their category, which is told of each. */
function removeChannel(view: GuildView, { id }: Told): GuildView {
  const channels = view.channels.filter((one) => one.id !== id)
  const threads = new Map([...view.threads].filter(([, thread]) => thread.parent_id !== id))
  return { ...view, channels, threads }
}

function movePin(view: GuildView, { channel_id: id, last_pin_timestamp }: Told): GuildView {
  const thread = view.threads.get(id)
  if (thread) return withThreads(view, (threads) => threads.set(id, { ...thread, last_pin_timestamp }))
  const channels = view.channels.map((one) =>
    one.id === id && one.type !== 4 ? { ...one, last_pin_timestamp } : one,
  )
  return { ...view, channels }
}

function withThreads(view: GuildView, change: (threads: Map<string, Thread>) => void): GuildView {
  const threads = new Map(view.threads)
  change(threads)
  return { ...view, threads }
}

/** What was sent to all says nothing of whether one follows it. An archived thread is no active one any more. */
function putThread(view: GuildView, told: Told): GuildView {
  const { newly_created: _, ...thread } = told as unknown as Thread & { newly_created?: true }
  const known = view.threads.get(thread.id)
  const crossed = known !== undefined && isNewer(known.last_message_id, thread.last_message_id)
  const newest = {
    ...thread,
    ...(known?.member && { member: known.member }),
    ...(thread.member && { member: thread.member }),
    ...(crossed && {
      last_message_id: known.last_message_id,
      message_count: known.message_count,
      total_message_sent: known.total_message_sent,
    }),
  }
  return withThreads(raised(view, thread), (threads) => {
    if (thread.thread_metadata.archived) threads.delete(thread.id)
    else threads.set(thread.id, newest)
  })
}

/** A forum's newest message is its newest post. */
function raised(view: GuildView, thread: Thread): GuildView {
  const channels = view.channels.map((channel) =>
    channel.id === thread.parent_id && channel.type === 15 && isNewer(thread.id, channel.last_message_id)
      ? { ...channel, last_message_id: thread.id }
      : channel,
  )
  return { ...view, channels }
}

function listThreads(view: GuildView, told: Told): GuildView {
  const { channel_ids: channelIds, threads: listed, members } = told as unknown as ThreadList
  return withThreads(view, (threads) => {
    for (const [id, thread] of threads) if (channelIds.includes(thread.parent_id)) threads.delete(id)
    for (const thread of listed) {
      const member = members.find((one) => one.id === thread.id)
      threads.set(thread.id, { ...thread, ...(member && { member }) })
    }
  })
}

interface ThreadList {
  readonly channel_ids: readonly string[]
  readonly threads: readonly Thread[]
  readonly members: readonly ThreadMember[]
}

function putThreadMember(view: GuildView, told: Told): GuildView {
  const { guild_id: _, ...member } = told as unknown as ThreadMember & { guild_id: string }
  const thread = view.threads.get(member.id)
  if (!thread) return view
  return withThreads(view, (threads) => threads.set(thread.id, { ...thread, member }))
}

function countThreadMembers(view: GuildView, told: Told): GuildView {
  const { member_count, removed_member_ids = [] } = told as unknown as {
    readonly member_count: number
    readonly removed_member_ids?: readonly string[]
  }
  const thread = view.threads.get(told.id)
  if (!thread) return view
  const { member, ...rest } = thread
  const stays = member && !removed_member_ids.includes(member.user_id)
  return withThreads(view, (threads) =>
    threads.set(thread.id, { ...rest, member_count, ...(stays && { member }) }),
  )
}

function withoutMessages(view: GuildView, threadId: string, ids: readonly string[]): GuildView {
  const thread = view.threads.get(threadId)
  if (!thread) return view
  const gone = ids.filter((id) => id !== threadId).length
  const message_count = Math.max(0, thread.message_count - gone)
  return withThreads(view, (threads) => threads.set(threadId, { ...thread, message_count }))
}

function putRole(view: GuildView, { role }: Told): GuildView {
  const roles = [...view.guild.roles.filter((one) => one.id !== role.id), role]
  return { ...view, guild: { ...view.guild, roles: roles.toSorted(byHeight) } }
}

/** A role that goes, goes from members and channels too; nothing else says so. */
function removeRole(view: GuildView, { role_id: id }: Told): GuildView {
  return {
    ...view,
    guild: {
      ...view.guild,
      roles: view.guild.roles.filter((role) => role.id !== id),
      emojis: view.guild.emojis.map((emoji) => ({
        ...emoji,
        roles: emoji.roles.filter((one) => one !== id),
      })),
    },
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

function moveHead(view: GuildView, { channel_id: channelId, id, type }: Told): GuildView {
  const thread = view.threads.get(channelId)
  if (thread) return moveThread(view, thread, { id, type })
  return {
    ...view,
    channels: view.channels.map((channel) =>
      channel.id === channelId && channel.type !== 4 && isNewer(id, channel.last_message_id)
        ? { ...channel, last_message_id: id }
        : channel,
    ),
  }
}

const starter = 21

/** What a thread is about is not counted. */
function moveThread(view: GuildView, thread: Thread, message: { id: string; type: number }): GuildView {
  const { id, type } = message
  if (!isNewer(id, thread.last_message_id)) return view
  const counted = type === starter || id === thread.id ? 0 : 1
  const moved = {
    ...thread,
    last_message_id: id,
    message_count: thread.message_count + counted,
    total_message_sent: thread.total_message_sent + counted,
  }
  return withThreads(view, (threads) => threads.set(thread.id, moved))
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
