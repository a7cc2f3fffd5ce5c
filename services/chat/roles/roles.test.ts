import { greyPng } from '@alles/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bits, everyPermission, firstPermissions, permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let guildId = ''
let channelId = ''
let adminRole = ''
let moderatorRole = ''
let lowRole = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person()
  moderator = await chat.person()
  member = await chat.person()
  ;({ id: guildId, channelId } = await chat.guildOf(owner, moderator, member))
  const make = async (name: string, held: bigint) =>
    (await owner.api.createRole({ guildId, name, permissions: held.toString() })).id
  adminRole = await make('administrators', permissions.ADMINISTRATOR)
  moderatorRole = await make('moderators', bits('MANAGE_ROLES', 'MANAGE_CHANNELS', 'KICK_MEMBERS'))
  lowRole = await make('readers', 0n)
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: moderatorRole })
})

afterAll(() => chat.stop())

async function refused(work: Promise<unknown>, code = 'missing_permissions'): Promise<void> {
  expect(await chat.codeOf(work)).toBe(code)
}

describe('roles', () => {
  test('start with the permissions of @everyone, below all others, in the order of their making', async () => {
    const role = await owner.api.createRole({ guildId })
    expect(role).toMatchObject({ name: 'new role', permissions: firstPermissions.toString(), position: 1 })
    const names = (await member.api.listRoles({ guildId })).map((one) => one.name)
    expect(names).toEqual(['@everyone', 'new role', 'readers', 'moderators', 'administrators'])
    await owner.api.deleteRole({ guildId, roleId: role.id })
  })

  test('are not for members without MANAGE_ROLES', async () => {
    await refused(member.api.createRole({ guildId }))
    await refused(member.api.editRole({ guildId, roleId: lowRole, name: 'mine' }))
    await refused(member.api.deleteRole({ guildId, roleId: lowRole }))
    await refused(member.api.giveRole({ guildId, userId: member.id, roleId: adminRole }))
    await refused(member.api.moveRoles({ guildId, moves: [{ id: lowRole, position: 3 }] }))
    await refused(member.api.editMember({ guildId, userId: member.id, roles: [lowRole] }))
  })

  test('cannot be given a permission that the giver does not have', async () => {
    for (const name of ['ADMINISTRATOR', 'BAN_MEMBERS', 'MANAGE_GUILD'] as const) {
      const wanted = permissions[name].toString()
      await refused(moderator.api.createRole({ guildId, permissions: wanted }))
      await refused(moderator.api.editRole({ guildId, roleId: lowRole, permissions: wanted }))
      await refused(moderator.api.editRole({ guildId, roleId: guildId, permissions: wanted }))
    }
    const kick = permissions.KICK_MEMBERS.toString()
    expect(await moderator.api.editRole({ guildId, roleId: lowRole, permissions: kick })).toMatchObject({
      permissions: kick,
    })
  })

  test('keep permissions that whoever edits them does not have', async () => {
    const held = bits('BAN_MEMBERS', 'SEND_MESSAGES').toString()
    await owner.api.editRole({ guildId, roleId: lowRole, permissions: held })
    expect(
      await moderator.api.editRole({ guildId, roleId: lowRole, name: 'readers', permissions: held }),
    ).toMatchObject({ permissions: held })
  })

  test('from one’s own upwards cannot be touched', async () => {
    for (const roleId of [moderatorRole, adminRole]) {
      await refused(moderator.api.editRole({ guildId, roleId, name: 'mine' }))
      await refused(moderator.api.deleteRole({ guildId, roleId }))
      await refused(moderator.api.giveRole({ guildId, userId: member.id, roleId }))
      await refused(moderator.api.editMember({ guildId, userId: moderator.id, roles: [adminRole] }))
      await refused(moderator.api.takeRole({ guildId, userId: moderator.id, roleId }))
    }
  })

  test('cannot be moved over or from above one’s own', async () => {
    await refused(moderator.api.moveRoles({ guildId, moves: [{ id: lowRole, position: 3 }] }))
    await refused(moderator.api.moveRoles({ guildId, moves: [{ id: adminRole, position: 1 }] }))
    await refused(moderator.api.moveRoles({ guildId, moves: [{ id: moderatorRole, position: 3 }] }))
    await refused(moderator.api.moveRoles({ guildId, moves: [{ id: guildId, position: 1 }] }), 'fixed_role')
    const before = await owner.api.listRoles({ guildId })
    const all = before.map((role) => ({ id: role.id, position: role.position }))
    await moderator.api.moveRoles({ guildId, moves: all })
    expect((await owner.api.listRoles({ guildId })).map((role) => role.id)).toEqual(
      before.map((role) => role.id),
    )
  })

  test('of everybody cannot be given, taken or deleted', async () => {
    const everyone = { guildId, roleId: guildId }
    await refused(owner.api.giveRole({ ...everyone, userId: member.id }), 'fixed_role')
    await refused(owner.api.deleteRole(everyone), 'fixed_role')
    expect(await owner.api.editRole({ ...everyone, name: 'all' })).toMatchObject({ name: '@everyone' })
  })

  test('of bots go with their bot alone, and hold no more than who added it', async () => {
    const bot = await chat.bot()
    const asked = { guildId, accountId: bot.id, name: 'Helper', permissions: everyPermission }
    const manager = await owner.api.createRole({ guildId, permissions: bits('MANAGE_GUILD').toString() })
    await owner.api.giveRole({ guildId, userId: member.id, roleId: manager.id })
    await refused(
      chat.internal.addBot({ ...asked, by: { accountId: moderator.id, bot: false } }),
      'not_allowed',
    )
    await chat.internal.addBot({ ...asked, by: { accountId: member.id, bot: false } })
    const own = (await owner.api.listRoles({ guildId })).find((role) => role.tags?.bot_id === bot.id)
    const held = firstPermissions | permissions.MANAGE_GUILD
    expect(own).toMatchObject({ name: 'Helper', managed: true, permissions: held.toString() })
    const botRole = { guildId, roleId: own?.id ?? '' }
    await refused(owner.api.deleteRole(botRole), 'fixed_role')
    await refused(owner.api.giveRole({ ...botRole, userId: moderator.id }), 'fixed_role')
    await owner.api.kickMember({ guildId, userId: bot.id })
    expect((await owner.api.listRoles({ guildId })).some((role) => role.managed)).toBe(false)
  })
})

describe('overwrites', () => {
  const put = (by: Person, given: { allow?: bigint; deny?: bigint }, overwriteId = lowRole) =>
    by.api.setOverwrite({
      channelId,
      overwriteId,
      type: 0,
      allow: (given.allow ?? 0n).toString(),
      deny: (given.deny ?? 0n).toString(),
    })

  test('take MANAGE_ROLES, and only the bits one has', async () => {
    await refused(put(member, { allow: permissions.SEND_MESSAGES }))
    await refused(put(moderator, { allow: permissions.MANAGE_MESSAGES }))
    await refused(put(moderator, { deny: permissions.MANAGE_MESSAGES }))
    await put(moderator, { allow: permissions.SEND_MESSAGES })
    await put(owner, { allow: permissions.MANAGE_MESSAGES })
    await refused(put(moderator, { allow: 0n }))
  })

  test('of MANAGE_ROLES are for administrators', async () => {
    await refused(put(moderator, { allow: permissions.MANAGE_ROLES }))
    await put(owner, { allow: permissions.MANAGE_ROLES | permissions.MANAGE_MESSAGES })
  })

  test('cannot name roles and members that are not there', async () => {
    await refused(put(owner, { allow: 0n }, '1'), 'unknown_role')
    const stranger = { channelId, overwriteId: '1', type: 1, deny: '0' } as const
    await refused(owner.api.setOverwrite(stranger), 'unknown_member')
    await refused(owner.api.removeOverwrite({ channelId, overwriteId: '1' }), 'unknown_overwrite')
  })

  test('of a category are taken over only by who could say the same', async () => {
    const { id } = await chat.guildOf(owner, member)
    const held = bits('MANAGE_CHANNELS', 'MANAGE_ROLES').toString()
    const role = await owner.api.createRole({ guildId: id, permissions: held })
    await owner.api.giveRole({ guildId: id, userId: member.id, roleId: role.id })
    const make = (name: string, type: number, given: object) =>
      owner.api.createChannel({
        guildId: id,
        name,
        type,
        permission_overwrites: [{ id, type: 0, ...given }],
      })
    const generous = await make('Generous', 4, { allow: permissions.MANAGE_MESSAGES.toString() })
    const strict = await make('Strict', 4, { deny: permissions.SEND_MESSAGES.toString() })
    const open = await make('open', 0, {})
    const hidden = await make('hidden', 0, { deny: permissions.VIEW_CHANNEL.toString() })
    const move = (moved: string, category: string) =>
      chat.codeOf(
        member.api.moveChannels({
          guildId: id,
          moves: [{ id: moved, parent_id: category, lock_permissions: true }],
        }),
      )
    expect(await move(open.id, generous.id)).toBe('missing_permissions')
    expect(await move(hidden.id, strict.id)).toBe('unknown_channel')
    expect(await move(open.id, strict.id)).toBe('done')
  })

  test('of a category hide new channels in it', async () => {
    const hidden = { id: guildId, type: 0, deny: permissions.VIEW_CHANNEL.toString() } as const
    const category = await owner.api.createChannel({
      guildId,
      name: 'Staff',
      type: 4,
      permission_overwrites: [hidden],
    })
    const channel = await owner.api.createChannel({ guildId, name: 'plans', parent_id: category.id })
    expect(await chat.codeOf(member.api.getChannel({ channelId: channel.id }))).toBe('missing_access')
    expect(channel.permission_overwrites).toMatchObject([{ id: guildId, deny: hidden.deny }])
    const free = await owner.api.createChannel({ guildId, name: 'free' })
    const move = { id: free.id, parent_id: category.id, lock_permissions: true }
    await owner.api.moveChannels({ guildId, moves: [move] })
    expect(await chat.codeOf(member.api.getChannel({ channelId: free.id }))).toBe('missing_access')
  })
})

describe('a role', () => {
  test('has an emoji and a picture, and knows how many members have it', async () => {
    const picture = `data:image/png;base64,${greyPng(64, 64).toString('base64')}`
    const role = await owner.api.createRole({ guildId, name: 'bakers', icon: picture, unicode_emoji: '🍞' })
    expect(role).toMatchObject({ icon: expect.stringMatching(/^[0-9a-f]{32}$/), unicode_emoji: '🍞' })
    const shown = () =>
      chat.parts.http.inject({ method: 'GET', url: `/media/role-icons/${role.id}/${role.icon}.webp` })
    expect((await shown()).statusCode).toBe(200)
    for (const emoji of ['bread', '🍞🍞', ''])
      await refused(owner.api.editRole({ guildId, roleId: role.id, unicode_emoji: emoji }), 'invalid_input')
    const count = async () => (await member.api.countRoleMembers({ guildId }))[role.id]
    expect(await count()).toBe(0)
    for (const { id } of [member, moderator])
      await owner.api.giveRole({ guildId, userId: id, roleId: role.id })
    expect(await count()).toBe(2)
    await owner.api.giveRole({ guildId, userId: member.id, roleId: role.id })
    await owner.api.takeRole({ guildId, userId: member.id, roleId: role.id })
    expect(await count()).toBe(1)
    expect(await owner.api.editRole({ guildId, roleId: role.id, icon: null })).toMatchObject({ icon: null })
    await chat.parts.jobs.drain()
    expect((await shown()).statusCode).toBe(404)
    await owner.api.deleteRole({ guildId, roleId: role.id })
  })
})
