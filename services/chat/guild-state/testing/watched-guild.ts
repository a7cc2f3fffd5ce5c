import { createSealer } from '@alles/platform/catalogue'
import * as keysContract from '@alles/keys/contract'
import { expect } from 'vitest'
import {
  applyDispatch,
  basePermissions,
  channelPermissions,
  guildView,
  holds,
  maySeeThread,
  permissions,
  renderFullGuild,
  renderMember,
  renderThreadMember,
  sightChanges,
  type Dispatch,
  type GuildState,
  type GuildView,
  type MemberState,
  type ThreadMemberState,
} from '../../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../../testing/start-chat.ts'
import { freeze } from '../guild-state-store.ts'
import { readGuildState } from '../read-guild-state.ts'

/** A guild whose members are told of everything that happens in it, and who keep what they are told. */
export interface WatchedGuild {
  readonly chat: RunningChat
  readonly owner: Person
  readonly moderator: Person
  readonly member: Person
  /** Not in the guild at first, as `bot` is not. */
  readonly other: Person
  readonly bot: Person
  readonly guildId: string
  readonly channelId: string
  readonly categoryId: string
  readonly moderatorRole: string
  readonly colorRole: string
  /** Runs a command and holds every member's view after its dispatches against the new state. */
  keepsViews(command: () => Promise<unknown>): Promise<Dispatch[]>
}

export async function watchedGuild(): Promise<WatchedGuild> {
  const chat = await startChat()
  const owner = await chat.person()
  const moderator = await chat.person()
  const member = await chat.person()
  const other = await chat.person()
  const bot = await chat.bot()
  const { id: guildId, channelId, categoryId } = await chat.guildOf(owner, moderator, member)
  const bits = permissions.MANAGE_CHANNELS | permissions.MANAGE_ROLES | permissions.KICK_MEMBERS
  const roleOf = async (role: { name: string; permissions?: string; color?: number }) =>
    (await owner.api.createRole({ guildId, ...role })).id
  const moderatorRole = await roleOf({ name: 'moderators', permissions: bits.toString() })
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: moderatorRole })
  const colorRole = await roleOf({ name: 'red', color: 0xff0000 })
  const people = { owner, moderator, member, other, bot }
  const ids = { guildId, channelId, categoryId, moderatorRole, colorRole }
  const views: Views = { chat, guildId, reader: owner, people: Object.values(people) }
  return { chat, ...people, ...ids, keepsViews: (command) => keepsViews(views, command) }
}

interface Views {
  readonly chat: RunningChat
  readonly guildId: string
  /** Who looks up the others' profiles. */
  readonly reader: Person
  readonly people: readonly Person[]
}

interface Moment {
  readonly guild: GuildState
  readonly members: ReadonlyMap<string, MemberState>
}

async function now({ chat, guildId }: Views): Promise<Moment> {
  const members = await chat.internal.guildMembersAfter({ guildId, after: '0', limit: 1000 })
  return {
    guild: await chat.state(guildId),
    members: new Map(members.map((one) => [one.accountId, one])),
  }
}

/** The active threads somebody follows now. */
async function joinedOf(
  { chat, guildId }: Views,
  { guild }: Moment,
  accountId: string,
): Promise<Map<string, ThreadMemberState>> {
  const asked = { guildId, accountIds: [accountId], threadIds: [...guild.threads.keys()] }
  const found = await chat.internal.joinedThreads(asked)
  return new Map(found.map((one) => [one.threadId, one]))
}

async function viewOf(views: Views, moment: Moment, accountId: string): Promise<GuildView | null> {
  const { guild, members } = moment
  const own = members.get(accountId)
  if (!own) return null
  const shown = await Promise.all(
    [...members.values()].map(async (one) =>
      renderMember(one, await views.reader.api.getUser({ userId: one.accountId })),
    ),
  )
  const joined = await joinedOf(views, moment, accountId)
  return guildView(renderFullGuild(guild, own, { members: shown, large: false, joined }))
}

interface Told {
  readonly views: Views
  readonly before: Moment
  readonly after: Moment
  readonly heard: readonly Dispatch[]
}

/** Whether a member's connection gets a dispatch, as the contract of dispatches says. */
async function sees(accountId: string, { views, before, after }: Told, one: Dispatch): Promise<boolean> {
  const { audience, t } = one
  if (audience.kind === 'account') return audience.accountId === accountId
  if (audience.kind === 'accounts') return audience.accountIds.includes(accountId)
  if (audience.kind === 'guild') {
    const hearer = after.members.get(accountId)
    if (audience.accountIds?.includes(accountId) === false) return false
    return hearer !== undefined && holds(basePermissions(after.guild, hearer), audience.needs ?? 0n)
  }
  return seesInChannel(accountId, { views, moment: t === 'CHANNEL_DELETE' ? before : after }, audience)
}

type InChannel = Extract<Dispatch['audience'], { kind: 'channel' }>

async function seesInChannel(
  accountId: string,
  { views, moment: { guild, members } }: { readonly views: Views; readonly moment: Moment },
  audience: InChannel,
): Promise<boolean> {
  const { chat, guildId } = views
  const thread = await chat.internal.threadAudience({ guildId, threadId: audience.channelId })
  const channel = guild.channels.find((one) => one.id === (thread?.parentId ?? audience.channelId))
  const held = channel ? channelPermissions(guild, members.get(accountId), channel) : 0n
  const among = thread?.members ?? (audience.members && new Set(audience.members))
  if (among && !maySeeThread(held, { type: 12 }, among.has(accountId))) return false
  return holds(held, permissions.VIEW_CHANNEL | (audience.needs ?? 0n))
}

/** What one member's connection is told. */
async function toldTo(accountId: string, told: Told) {
  const joined = await joinedOf(told.views, told.after, accountId)
  const gets = []
  for (const one of told.heard) {
    if (!(await sees(accountId, told, one))) continue
    const own = joined.get(one.wakes ?? '')
    gets.push(one)
    const guild_id = told.views.guildId
    if (own) gets.push({ t: 'THREAD_MEMBER_UPDATE', d: { ...renderThreadMember(own), guild_id } })
  }
  const sightOf = ({ guild, members }: Moment) => ({ guild, member: members.get(accountId) })
  return [...sightChanges(sightOf(told.before), sightOf(told.after), joined), ...gets]
}

/** Runs a command and holds every member's view after its dispatches against the new state. */
async function keepsViews(watching: Views, command: () => Promise<unknown>): Promise<Dispatch[]> {
  const { chat, guildId, people } = watching
  const before = await now(watching)
  const views = await Promise.all(people.map((one) => viewOf(watching, before, one.id)))
  const heard = chat.listen(guildId)
  for (const one of people) one.heard.length = 0
  await command()
  const after = await now(watching)
  for (const [index, person] of people.entries()) {
    const told = { views: watching, before, after, heard: [...heard, ...person.heard] }
    const dispatches = await toldTo(person.id, told)
    const view = dispatches.reduce<GuildView | null>(
      (known, { t, d }) => known && applyDispatch(known, t, d),
      views[index] ?? null,
    )
    const expected = await viewOf(watching, after, person.id)
    if (view || !expected) expect(view).toEqual(expected)
    else expect(dispatches.map((one) => one.t)).toContain('GUILD_CREATE')
    const found = await chat.member(guildId, person.id)
    expect(found).toEqual(after.members.get(person.id) ?? null)
  }
  expect(await freshlyRead(watching)).toEqual(after.guild)
  expect(after.guild.memberCount).toBe(after.members.size)
  return heard
}

async function freshlyRead({ chat, guildId }: Views): Promise<GuildState | null> {
  const sealer = createSealer(chat.parts.calls.of(keysContract))
  return chat.parts.database.transaction(async (tx) => {
    await freeze(tx)
    return readGuildState(tx, sealer, guildId)
  })
}
