import { createSealer } from '@alles/platform/catalogue'
import * as keysContract from '@alles/keys/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  applyDispatch,
  basePermissions,
  channelPermissions,
  guildView,
  holds,
  permissions,
  renderFullGuild,
  renderMember,
  sightChanges,
  type Dispatch,
  type GuildState,
  type GuildView,
  type MemberState,
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

async function viewOf({ guild, members }: Moment, accountId: string): Promise<GuildView | null> {
  const own = members.get(accountId)
  if (!own) return null
  const shown = await Promise.all(
    [...members.values()].map(async (one) =>
      renderMember(one, await owner.api.getUser({ userId: one.accountId })),
    ),
  )
  return guildView(renderFullGuild(guild, own, { members: shown, large: false }))
}

interface Told {
  readonly before: Moment
  readonly after: Moment
  readonly heard: readonly Dispatch[]
}

/** What one member's connection is told, as the contract of dispatches says. */
function toldTo(accountId: string, { before, after, heard }: Told) {
  const sees = ({ audience, t }: Dispatch): boolean => {
    if (audience.kind === 'account') return audience.accountId === accountId
    if (audience.kind === 'guild') {
      const hearer = after.members.get(accountId)
      return hearer !== undefined && holds(basePermissions(after.guild, hearer), audience.needs ?? 0n)
    }
    const { guild, members } = t === 'CHANNEL_DELETE' ? before : after
    const channel = guild.channels.find((one) => one.id === audience.channelId)
    const held = channel ? channelPermissions(guild, members.get(accountId), channel) : 0n
    return holds(held, permissions.VIEW_CHANNEL | (audience.needs ?? 0n))
  }
  const sightOf = ({ guild, members }: Moment) => ({ guild, member: members.get(accountId) })
  return [...sightChanges(sightOf(before), sightOf(after)), ...heard.filter(sees)]
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
    const dispatches = toldTo(person.id, { before, after, heard: [...heard, ...person.heard] })
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
