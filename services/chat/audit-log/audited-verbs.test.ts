import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditActions, bits, type AuditAction, type AuditLogEntry } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let guildId: string
let channelId: string
let roleId: string

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  moderator = await chat.person()
  member = await chat.person()
  const made = await chat.guildOf(owner, moderator, member)
  guildId = made.id
  channelId = made.channelId
  const permissions = bits('VIEW_AUDIT_LOG').toString()
  roleId = (await owner.api.createRole({ guildId, name: 'watch', permissions })).id
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId })
})
afterAll(() => chat.stop())

/** What the log gained, oldest first. */
async function logged(act: () => Promise<unknown>): Promise<AuditLogEntry[]> {
  const [last] = (await owner.api.listAuditLog({ guildId, limit: 1 })).audit_log_entries
  await act()
  return (await owner.api.listAuditLog({ guildId, after: last?.id ?? '0', limit: 100 })).audit_log_entries
}

async function expectLogged(
  act: () => Promise<unknown>,
  ...actions: AuditAction[]
): Promise<AuditLogEntry[]> {
  const entries = await logged(act)
  expect(entries.map((one) => one.action_type)).toEqual(actions.map((name) => auditActions[name]))
  for (const one of entries) expect(one.user_id).toBe(owner.id)
  return entries
}

describe('the log holds', () => {
  test('what happens to channels and their exceptions', async () => {
    const overwrite = { id: roleId, type: 0 as const, allow: '1024', deny: '0' }
    let id = ''
    const made = await expectLogged(
      async () => {
        const channel = { guildId, name: 'beds', topic: 'Soil', permission_overwrites: [overwrite] }
        id = (await owner.api.createChannel(channel)).id
      },
      'CHANNEL_CREATE',
      'CHANNEL_OVERWRITE_CREATE',
    )
    expect(made[0]?.changes).toContainEqual({ key: 'name', new_value: 'beds' })
    expect(made[1]).toMatchObject({ target_id: id, options: { id: roleId, type: '0', role_name: 'watch' } })
    const [edited] = await expectLogged(
      () => owner.api.editChannel({ channelId: id, topic: 'Earth' }),
      'CHANNEL_UPDATE',
    )
    expect(edited?.changes).toEqual([{ key: 'topic', old_value: 'Soil', new_value: 'Earth' }])
    await expectLogged(() => owner.api.editChannel({ channelId: id, topic: 'Earth' }))
    const [exception] = await expectLogged(
      () => owner.api.setOverwrite({ channelId: id, overwriteId: member.id, type: 1, deny: '2048' }),
      'CHANNEL_OVERWRITE_CREATE',
    )
    expect(exception?.options).toEqual({ id: member.id, type: '1' })
    const change = { channelId: id, overwriteId: member.id, type: 1 as const, deny: '64' }
    await expectLogged(() => owner.api.setOverwrite(change), 'CHANNEL_OVERWRITE_UPDATE')
    await expectLogged(
      () => owner.api.removeOverwrite({ channelId: id, overwriteId: member.id }),
      'CHANNEL_OVERWRITE_DELETE',
    )
    await expectLogged(
      () => owner.api.moveChannels({ guildId, moves: [{ id, position: 9 }] }),
      'CHANNEL_UPDATE',
    )
    await expectLogged(() => owner.api.deleteChannel({ channelId: id }), 'CHANNEL_DELETE')
  })

  test('what happens to roles and members', async () => {
    const [made] = await expectLogged(() => owner.api.createRole({ guildId, name: 'blue' }), 'ROLE_CREATE')
    const id = made?.target_id ?? ''
    const [edited] = await expectLogged(
      () => owner.api.editRole({ guildId, roleId: id, color: 5, unicode_emoji: '🫐' }),
      'ROLE_UPDATE',
    )
    expect(edited?.changes).toEqual([
      { key: 'color', old_value: 0, new_value: 5 },
      { key: 'unicode_emoji', new_value: '🫐' },
    ])
    await expectLogged(() => owner.api.moveRoles({ guildId, moves: [{ id, position: 2 }] }), 'ROLE_UPDATE')
    const [given] = await expectLogged(
      () => owner.api.giveRole({ guildId, userId: member.id, roleId: id }),
      'MEMBER_ROLE_UPDATE',
    )
    expect(given).toMatchObject({
      target_id: member.id,
      changes: [{ key: '$add', new_value: [{ id, name: 'blue' }] }],
    })
    const [renamed] = await expectLogged(
      () => owner.api.editMember({ guildId, userId: member.id, nick: 'Blueberry' }),
      'MEMBER_UPDATE',
    )
    expect(renamed?.changes).toEqual([{ key: 'nick' }])
    await expectLogged(() => owner.api.deleteRole({ guildId, roleId: id }), 'ROLE_DELETE')
    await expectLogged(() => owner.api.editMe({ guildId, nick: 'Mine' }))
    await expectLogged(() => owner.api.kickMember({ guildId, userId: member.id }), 'MEMBER_KICK')
  })

  test('what happens to threads, and why', async () => {
    let id = ''
    const [made] = await expectLogged(async () => {
      ;({ id } = await owner.api.startThread({ channelId, name: 'Slugs', type: 11 }))
    }, 'THREAD_CREATE')
    expect(made).toMatchObject({ target_id: id })
    expect(made?.changes).toContainEqual({ key: 'name', new_value: 'Slugs' })
    const edit = { channelId: id, name: 'Snails', locked: true }
    const [edited] = await expectLogged(() => owner.api.editChannel(edit), 'THREAD_UPDATE')
    expect(edited?.changes).toEqual([
      { key: 'name', old_value: 'Slugs', new_value: 'Snails' },
      { key: 'locked', old_value: false, new_value: true },
    ])
    await expectLogged(() => owner.api.editChannel(edit))
    await expectLogged(() => owner.api.deleteChannel({ channelId: id }), 'THREAD_DELETE')
  })

  test('bots that are added, and invites', async () => {
    const bot = await chat.bot()
    const by = { accountId: owner.id, bot: false }
    const [added] = await expectLogged(
      () => chat.internal.addBot({ guildId, accountId: bot.id, permissions: 0n, by }),
      'BOT_ADD',
    )
    expect(added?.target_id).toBe(bot.id)
    let code = ''
    await expectLogged(async () => {
      code = (await owner.api.createInvite({ channelId })).code
    }, 'INVITE_CREATE')
    const [gone] = await expectLogged(() => owner.api.deleteInvite({ code }), 'INVITE_DELETE')
    expect(gone?.changes).toContainEqual({ key: 'code', old_value: code })
  })
})

describe('what happens in hidden channels', () => {
  const deny = bits('VIEW_CHANNEL').toString()
  const actions = async (by: Person) =>
    (await by.api.listAuditLog({ guildId })).audit_log_entries.map((one) => one.action_type)

  test('is neither read nor heard of by who cannot see them, nor once they are gone', async () => {
    const before = await actions(moderator)
    const heard = chat.listenToAuditLog(guildId)
    const { id } = await owner.api.createChannel({
      guildId,
      name: 'secret',
      permission_overwrites: [{ id: guildId, type: 0, deny }],
    })
    await owner.api.editChannel({ channelId: id, topic: 'Hush' })
    const { code } = await owner.api.createInvite({ channelId: id })
    await owner.api.deleteInvite({ code })
    expect(await actions(moderator)).toEqual(before)
    await owner.api.deleteChannel({ channelId: id })
    expect(await actions(moderator)).toEqual(before)
    expect(await actions(owner)).toEqual([12, 42, 40, 11, 13, 10, ...before])
    const needs = bits('VIEW_AUDIT_LOG')
    expect(heard).toHaveLength(6)
    for (const { audience } of heard)
      expect(audience).toEqual({ kind: 'channel', guildId, channelId: id, needs })
  })

  test('is read by who could see them when they are gone', async () => {
    const { id } = await owner.api.createChannel({ guildId, name: 'open' })
    const all: string[] = []
    chat.listenToEverything(guildId, ({ t }) => all.push(t))
    await owner.api.deleteChannel({ channelId: id })
    expect((await actions(moderator)).slice(0, 2)).toEqual([12, 10])
    // While it can still be seen who sees it.
    expect(all).toEqual(['GUILD_AUDIT_LOG_ENTRY_CREATE', 'CHANNEL_DELETE'])
  })
})

test('entries outlive who acted and whom it was done to, without naming them', async () => {
  await moderator.api.getGuild({ guildId })
  const permissions = bits('KICK_MEMBERS', 'VIEW_AUDIT_LOG').toString()
  await owner.api.editRole({ guildId, roleId, permissions })
  const because = chat.clientOf(moderator, { 'x-audit-log-reason': 'rude' })
  await because.kickMember({ guildId, userId: member.id })
  const erase = async (person: Person, mode: 'pseudonymise' | 'everything') => {
    await chat.internal.leaveEverything({ accountId: person.id, mode })
    const { admin } = chat.storage
    await admin`update memberships set account_id = null where account_id = ${person.id}`
    chat.evict(guildId)
  }
  await erase(member, 'pseudonymise')
  await erase(moderator, 'pseudonymise')
  const { audit_log_entries: entries, users } = await owner.api.listAuditLog({ guildId, action_type: 20 })
  expect(entries).toMatchObject([{ action_type: 20, reason: 'rude' }])
  expect([entries[0]?.user_id, entries[0]?.target_id]).not.toContain(member.id)
  expect(users.map((one) => one.username)).toEqual(['[deleted user]', '[deleted user]'])
})

describe('what happens in private threads', () => {
  test('is read and heard of by who administrates the guild alone', async () => {
    const told = chat.listenToAuditLog(guildId)
    const thread = await member.api.startThread({ channelId, name: 'Surprise', type: 12 })
    const said = await member.api.sendMessage({ channelId: thread.id, content: 'Cake' })
    await owner.api.deleteMessage({ channelId: thread.id, messageId: said.id })
    await owner.api.deleteChannel({ channelId: thread.id })
    const kinds = ['THREAD_CREATE', 'MESSAGE_DELETE', 'THREAD_DELETE'] as const
    const { audit_log_entries: all } = await owner.api.listAuditLog({ guildId, limit: 3 })
    expect(all.map((one) => one.action_type)).toEqual(kinds.map((one) => auditActions[one]).toReversed())
    const { audit_log_entries: shown } = await moderator.api.listAuditLog({ guildId, limit: 100 })
    expect(shown.filter((one) => all.some(({ id }) => id === one.id))).toEqual([])
    const needs = bits('ADMINISTRATOR')
    expect(told.map((one) => one.audience)).toEqual(kinds.map(() => ({ kind: 'guild', guildId, needs })))
  })

  test('and in open ones, by who sees the channel', async () => {
    const thread = await member.api.startThread({ channelId, name: 'Peas', type: 11 })
    const shown = async () =>
      (await moderator.api.listAuditLog({ guildId, limit: 100 })).audit_log_entries.some(
        (one) => one.target_id === thread.id,
      )
    expect(await shown()).toBe(true)
    const deny = bits('VIEW_CHANNEL').toString()
    await owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny })
    expect(await shown()).toBe(false)
  })
})
