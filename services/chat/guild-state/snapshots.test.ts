import { createSealer } from '@alles/platform/catalogue'
import * as keysContract from '@alles/keys/contract'
import { greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  applyDispatch,
  basePermissions,
  channelPermissions,
  firstPermissions,
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
} from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { freeze } from './guild-state-store.ts'
import { readGuildState } from './read-guild-state.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let other: Person
let bot: Person
let guildId = ''
let channelId = ''
let categoryId = ''
let moderatorRole = ''
let colorRole = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person()
  moderator = await chat.person()
  member = await chat.person()
  other = await chat.person()
  bot = await chat.bot()
  const guild = await chat.guildOf(owner, moderator, member)
  guildId = guild.id
  ;({ channelId, categoryId } = guild)
  const bits = permissions.MANAGE_CHANNELS | permissions.MANAGE_ROLES | permissions.KICK_MEMBERS
  moderatorRole = (await owner.api.createRole({ guildId, name: 'moderators', permissions: bits.toString() }))
    .id
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: moderatorRole })
  colorRole = (await owner.api.createRole({ guildId, name: 'red', color: 0xff0000 })).id
})

afterAll(() => chat.stop())

interface Moment {
  readonly guild: GuildState
  readonly members: ReadonlyMap<string, MemberState>
}

async function now(): Promise<Moment> {
  const members = await chat.internal.guildMembersAfter({ guildId, after: '0', limit: 1000 })
  return {
    guild: await chat.state(guildId),
    members: new Map(members.map((one) => [one.accountId, one])),
  }
}

/** The active threads somebody follows now. */
async function joinedOf({ guild }: Moment, accountId: string): Promise<Map<string, ThreadMemberState>> {
  const asked = { guildId, accountIds: [accountId], threadIds: [...guild.threads.keys()] }
  const found = await chat.internal.joinedThreads(asked)
  return new Map(found.map((one) => [one.threadId, one]))
}

async function viewOf(moment: Moment, accountId: string): Promise<GuildView | null> {
  const { guild, members } = moment
  const own = members.get(accountId)
  if (!own) return null
  const shown = await Promise.all(
    [...members.values()].map(async (one) =>
      renderMember(one, await owner.api.getUser({ userId: one.accountId })),
    ),
  )
  const joined = await joinedOf(moment, accountId)
  return guildView(renderFullGuild(guild, own, { members: shown, large: false, joined }))
}

interface Told {
  readonly before: Moment
  readonly after: Moment
  readonly heard: readonly Dispatch[]
}

/** Whether a member's connection gets a dispatch, as the contract of dispatches says. */
async function sees(accountId: string, { before, after }: Told, one: Dispatch): Promise<boolean> {
  const { audience, t } = one
  if (audience.kind === 'account') return audience.accountId === accountId
  if (audience.kind === 'accounts') return audience.accountIds.includes(accountId)
  if (audience.kind === 'guild') {
    const hearer = after.members.get(accountId)
    if (audience.accountIds?.includes(accountId) === false) return false
    return hearer !== undefined && holds(basePermissions(after.guild, hearer), audience.needs ?? 0n)
  }
  return seesInChannel(accountId, t === 'CHANNEL_DELETE' ? before : after, audience)
}

type InChannel = Extract<Dispatch['audience'], { kind: 'channel' }>

async function seesInChannel(
  accountId: string,
  { guild, members }: Moment,
  audience: InChannel,
): Promise<boolean> {
  const thread = await chat.internal.threadAudience({ guildId, threadId: audience.channelId })
  const channel = guild.channels.find((one) => one.id === (thread?.parentId ?? audience.channelId))
  const held = channel ? channelPermissions(guild, members.get(accountId), channel) : 0n
  const among = thread?.members ?? (audience.members && new Set(audience.members))
  if (among && !maySeeThread(held, { type: 12 }, among.has(accountId))) return false
  return holds(held, permissions.VIEW_CHANNEL | (audience.needs ?? 0n))
}

/** What one member's connection is told. */
async function toldTo(accountId: string, told: Told) {
  const joined = await joinedOf(told.after, accountId)
  const gets = []
  for (const one of told.heard) {
    if (!(await sees(accountId, told, one))) continue
    const own = joined.get(one.wakes ?? '')
    gets.push(one)
    if (own) gets.push({ t: 'THREAD_MEMBER_UPDATE', d: { ...renderThreadMember(own), guild_id: guildId } })
  }
  const sightOf = ({ guild, members }: Moment) => ({ guild, member: members.get(accountId) })
  return [...sightChanges(sightOf(told.before), sightOf(told.after), joined), ...gets]
}

/** Runs a command and holds every member's view after its dispatches against the new state. */
async function keepsViews(command: () => Promise<unknown>): Promise<Dispatch[]> {
  const before = await now()
  const people = [owner, moderator, member, other, bot]
  const views = await Promise.all(people.map((one) => viewOf(before, one.id)))
  const heard = chat.listen(guildId)
  for (const one of people) one.heard.length = 0
  await command()
  const after = await now()
  for (const [index, person] of people.entries()) {
    const dispatches = await toldTo(person.id, { before, after, heard: [...heard, ...person.heard] })
    const view = dispatches.reduce<GuildView | null>(
      (known, { t, d }) => known && applyDispatch(known, t, d),
      views[index] ?? null,
    )
    const expected = await viewOf(after, person.id)
    if (view || !expected) expect(view).toEqual(expected)
    else expect(dispatches.map((one) => one.t)).toContain('GUILD_CREATE')
    const found = await chat.member(guildId, person.id)
    expect(found).toEqual(after.members.get(person.id) ?? null)
  }
  expect(await freshlyRead()).toEqual(after.guild)
  expect(after.guild.memberCount).toBe(after.members.size)
  return heard
}

async function freshlyRead(): Promise<GuildState | null> {
  const sealer = createSealer(chat.parts.calls.of(keysContract))
  return chat.parts.database.transaction(async (tx) => {
    await freeze(tx)
    return readGuildState(tx, sealer, guildId)
  })
}

describe('an old snapshot and the dispatches of a command make the new snapshot, for every viewer', () => {
  test('renaming the guild', () => keepsViews(() => owner.api.editGuild({ guildId, name: 'Library' })))

  test('making a channel, and one only moderators see', async () => {
    await keepsViews(() => moderator.api.createChannel({ guildId, name: 'Off topic', parent_id: categoryId }))
    const heard = await keepsViews(() =>
      owner.api.createChannel({
        guildId,
        name: 'staff',
        topic: 'Behind the scenes',
        permission_overwrites: [
          { id: guildId, type: 0, deny: permissions.VIEW_CHANNEL.toString() },
          { id: moderatorRole, type: 0, allow: permissions.VIEW_CHANNEL.toString() },
        ],
      }),
    )
    expect(heard.map((one) => one.t)).toEqual(['CHANNEL_CREATE'])
  })

  test('editing and moving channels', async () => {
    await keepsViews(() => owner.api.editChannel({ channelId, name: 'lobby', topic: 'Anything' }))
    await keepsViews(() => owner.api.editChannel({ channelId, topic: null, rate_limit_per_user: 5 }))
    await keepsViews(() => owner.api.moveChannels({ guildId, moves: [{ id: channelId, position: 7 }] }))
    await keepsViews(() => owner.api.moveChannels({ guildId, moves: [{ id: channelId, parent_id: null }] }))
  })

  test('hiding a channel and showing it again', async () => {
    const deny = permissions.VIEW_CHANNEL.toString()
    const heard = await keepsViews(() =>
      owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny }),
    )
    expect(heard).toMatchObject([{ t: 'CHANNEL_UPDATE', reshape: true }])
    expect(await chat.codeOf(member.api.getChannel({ channelId }))).toBe('missing_access')
    await keepsViews(() =>
      owner.api.setOverwrite({ channelId, overwriteId: member.id, type: 1, allow: deny }),
    )
    expect((await member.api.getChannel({ channelId })).id).toBe(channelId)
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId: guildId }))
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId: member.id }))
  })

  test('making, editing, moving, giving and taking roles', async () => {
    await keepsViews(() => moderator.api.createRole({ guildId, name: 'blue' }))
    await keepsViews(() => owner.api.editRole({ guildId, roleId: colorRole, hoist: true, name: 'crimson' }))
    await keepsViews(() => owner.api.moveRoles({ guildId, moves: [{ id: colorRole, position: 2 }] }))
    await keepsViews(() => owner.api.giveRole({ guildId, userId: member.id, roleId: colorRole }))
    await keepsViews(() => owner.api.editMember({ guildId, userId: member.id, roles: [moderatorRole] }))
    await keepsViews(() => owner.api.takeRole({ guildId, userId: member.id, roleId: moderatorRole }))
    await keepsViews(() => owner.api.editRole({ guildId, roleId: guildId, permissions: '0' }))
    await keepsViews(() =>
      owner.api.editRole({ guildId, roleId: guildId, permissions: permissions.VIEW_CHANNEL.toString() }),
    )
    await keepsViews(() => owner.api.giveRole({ guildId, userId: member.id, roleId: colorRole }))
    await keepsViews(() => owner.api.deleteRole({ guildId, roleId: colorRole }))
  })

  test('joining, nicknames, leaving, kicking', async () => {
    const { code } = await owner.api.createInvite({ channelId })
    await keepsViews(() => other.api.acceptInvite({ code }))
    expect(other.heard.map((one) => [one.t, one.d])).toEqual([['GUILD_CREATE', { id: guildId }]])
    await keepsViews(() => owner.api.editMember({ guildId, userId: other.id, nick: 'Guest' }))
    await keepsViews(() => other.api.leaveGuild({ guildId }))
    expect(other.heard.map((one) => [one.t, one.d])).toEqual([['GUILD_DELETE', { id: guildId }]])
    await keepsViews(() => other.api.acceptInvite({ code }))
    const heard = await keepsViews(() => moderator.api.kickMember({ guildId, userId: other.id }))
    expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_REMOVE', reshape: true }])
  })

  test('adding a bot, and its leaving', async () => {
    const by = { accountId: owner.id, bot: false }
    const asked = { guildId, accountId: bot.id, name: 'Helper', permissions: permissions.SEND_MESSAGES, by }
    await keepsViews(() => chat.internal.addBot(asked))
    await owner.api.setOverwrite({ channelId, overwriteId: bot.id, type: 1, deny: '2048' })
    await keepsViews(() => chat.internal.addBot({ ...asked, permissions: permissions.VIEW_CHANNEL }))
    await keepsViews(() => bot.api.leaveGuild({ guildId }))
  })

  test('opening threads, writing in them, archiving and waking them', async () => {
    await owner.api.editRole({ guildId, roleId: guildId, permissions: firstPermissions.toString() })
    const { id: messageId } = await owner.api.sendMessage({ channelId, content: 'about this' })
    await keepsViews(() => owner.api.startThreadFromMessage({ channelId, messageId, name: 'About' }))
    await keepsViews(() => member.api.sendMessage({ channelId: messageId, content: 'I see' }))
    await keepsViews(() => owner.api.sendMessage({ channelId: messageId, content: 'You do' }))
    const { id } = await member.api.sendMessage({ channelId: messageId, content: 'Not' })
    await keepsViews(() => member.api.deleteMessage({ channelId: messageId, messageId: id }))
    await keepsViews(() => owner.api.editChannel({ channelId: messageId, name: 'All about', locked: true }))
    await keepsViews(() => owner.api.editChannel({ channelId: messageId, locked: false, archived: true }))
    await keepsViews(() => member.api.sendMessage({ channelId: messageId, content: 'Awake' }))
    await keepsViews(() => moderator.api.joinThread({ channelId: messageId }))
    await keepsViews(() => member.api.leaveThread({ channelId: messageId }))
    await keepsViews(() => owner.api.startThread({ channelId, name: 'Plain', type: 11 }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: messageId }))
  })

  test('private threads: adding, removing, leaving, and who manages threads', async () => {
    const { id } = await member.api.startThread({ channelId, name: 'Hidden' })
    const userId = moderator.id
    await keepsViews(() => member.api.addThreadMember({ channelId: id, userId }))
    await keepsViews(() => moderator.api.sendMessage({ channelId: id, content: 'here' }))
    await keepsViews(() => member.api.editChannel({ channelId: id, archived: true }))
    await keepsViews(() => moderator.api.editChannel({ channelId: id, archived: false }))
    await keepsViews(() => member.api.removeThreadMember({ channelId: id, userId }))
    const allow = permissions.MANAGE_THREADS.toString()
    const overwriteId = moderatorRole
    await keepsViews(() => owner.api.setOverwrite({ channelId, overwriteId, type: 0, allow }))
    await keepsViews(() => moderator.api.joinThread({ channelId: id }))
    await keepsViews(() => moderator.api.leaveThread({ channelId: id }))
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId }))
    await keepsViews(() => owner.api.startThread({ channelId, name: 'The owner’s' }))
  })

  test('hiding a channel with threads and showing it again, and leaving with threads followed', async () => {
    const deny = permissions.VIEW_CHANNEL.toString()
    await keepsViews(() => owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny }))
    await keepsViews(() => owner.api.removeOverwrite({ channelId, overwriteId: guildId }))
    const { code } = await owner.api.createInvite({ channelId })
    await other.api.acceptInvite({ code })
    const { id } = await other.api.startThread({ channelId, name: 'Passing by', type: 11 })
    await keepsViews(() => other.api.leaveGuild({ guildId }))
    expect(await owner.api.getChannel({ channelId: id })).toMatchObject({ member_count: 0 })
  })

  test('forums, their posts, and channels of announcements', async () => {
    await keepsViews(() =>
      owner.api.createChannel({ guildId, name: 'forum', type: 15, available_tags: [{ name: 'A' }] }),
    )
    const forum = (await owner.api.listChannels({ guildId })).find((one) => one.type === 15)
    const inForum = { channelId: forum?.id ?? '', name: 'Post' }
    await keepsViews(() => owner.api.startThread({ ...inForum, message: { content: 'first' } }))
    await keepsViews(() => owner.api.editChannel({ channelId: inForum.channelId, available_tags: [] }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: inForum.channelId }))
    await keepsViews(() => owner.api.editChannel({ channelId, type: 5 }))
    await keepsViews(() => owner.api.editChannel({ channelId, type: 0, nsfw: true }))
  })

  test('settings, a template’s worth of them, and the channel that one of them names', async () => {
    const { id } = await owner.api.createChannel({ guildId, name: 'rules' })
    await keepsViews(() =>
      owner.api.editGuild({ guildId, description: 'Books', rules_channel_id: id, verification_level: 3 }),
    )
    await keepsViews(() => owner.api.editVanity({ guildId, code: 'reading-room' }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: id }))
    await keepsViews(() => owner.api.editGuild({ guildId, verification_level: 0, description: null }))
  })

  test('emojis, with the roles they are for', async () => {
    const { id: roleId } = await owner.api.createRole({ guildId, name: 'painters', unicode_emoji: '🎨' })
    const image = `data:image/png;base64,${greyPng(32, 32).toString('base64')}`
    await keepsViews(() => owner.api.createEmoji({ guildId, name: 'brush', image, roles: [roleId] }))
    await keepsViews(() => owner.api.createEmoji({ guildId, name: 'paint', image }))
    const [brush] = await owner.api.listEmojis({ guildId })
    await keepsViews(() => owner.api.editEmoji({ guildId, emojiId: brush?.id ?? '', name: 'pen' }))
    await keepsViews(() => owner.api.deleteRole({ guildId, roleId }))
    await keepsViews(() => owner.api.deleteEmoji({ guildId, emojiId: brush?.id ?? '' }))
  })

  test('timeouts, and rules that newcomers agree to', async () => {
    const until = new Date(chat.clock.now() + 60_000).toISOString()
    await keepsViews(() =>
      owner.api.editMember({ guildId, userId: member.id, communication_disabled_until: until }),
    )
    const rules = { field_type: 'TERMS' as const, label: 'Rules', values: ['Be kind'] }
    await keepsViews(() => owner.api.editScreening({ guildId, enabled: true, form_fields: [rules] }))
    const { code } = await owner.api.createInvite({ channelId })
    await keepsViews(() => other.api.acceptInvite({ code }))
    const { version } = await other.api.getScreening({ guildId })
    const agreed = [{ ...rules, response: true }]
    const heard = await keepsViews(() => other.api.agreeToRules({ guildId, version, form_fields: agreed }))
    expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_UPDATE', reshape: true }])
    await keepsViews(() => owner.api.editScreening({ guildId, enabled: false }))
    await keepsViews(() => other.api.leaveGuild({ guildId }))
  })

  test('passing the guild on, and deleting channels and categories', async () => {
    await keepsViews(() => owner.api.editGuild({ guildId, owner_id: member.id }))
    await keepsViews(() => member.api.editGuild({ guildId, owner_id: owner.id }))
    await keepsViews(() => owner.api.deleteChannel({ channelId: categoryId }))
    await keepsViews(() => owner.api.deleteChannel({ channelId }))
  })

  test('deleting the guild', async () => {
    const heard = chat.listen(guildId)
    await owner.api.deleteGuild({ guildId })
    expect(heard).toMatchObject([{ t: 'GUILD_DELETE', d: { id: guildId }, reshape: true }])
    expect(await chat.internal.guildState({ guildId })).toBeNull()
    expect(await chat.codeOf(member.api.getGuild({ guildId }))).toBe('unknown_guild')
  })
})
