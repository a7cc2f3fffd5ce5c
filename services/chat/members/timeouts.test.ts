import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bits } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

const dayMs = 86_400_000
let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let guildId: string
let channelId: string

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
  const permissions = bits('MODERATE_MEMBERS', 'MANAGE_CHANNELS').toString()
  const role = await owner.api.createRole({ guildId, permissions })
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: role.id })
})
afterAll(() => chat.stop())

const inMs = (ms: number) => new Date(chat.clock.now() + ms).toISOString()
const timeOut = (by: Person, target: Person, until: string | null) =>
  chat.codeOf(by.api.editMember({ guildId, userId: target.id, communication_disabled_until: until }))
const write = (person: Person) => chat.codeOf(person.api.sendMessage({ channelId, content: 'hi' }))

describe('a timeout', () => {
  test('leaves a member reading alone, says so, and ends by itself', async () => {
    const heard = chat.listen(guildId)
    const until = inMs(60_000)
    expect(await timeOut(moderator, member, until)).toBe('done')
    expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_UPDATE', d: { communication_disabled_until: until } }])
    expect(await write(member)).toBe('missing_permissions')
    expect(await chat.codeOf(member.api.createInvite({ channelId }))).toBe('missing_permissions')
    expect(await chat.codeOf(member.api.editMe({ guildId, nick: 'Quiet' }))).toBe('missing_permissions')
    expect(await chat.codeOf(member.api.listMessages({ channelId }))).toBe('done')
    chat.clock.advance(60_000)
    expect(await write(member)).toBe('done')
    const [entry] = (await owner.api.listAuditLog({ guildId })).audit_log_entries
    expect(entry).toMatchObject({
      action_type: 24,
      user_id: moderator.id,
      target_id: member.id,
      changes: [{ key: 'communication_disabled_until', new_value: until }],
    })
  })

  test('is lifted, and a moment that has passed lifts it too', async () => {
    for (const end of [null, inMs(-1000)]) {
      await timeOut(moderator, member, inMs(60_000))
      expect(await write(member)).toBe('missing_permissions')
      expect(await timeOut(moderator, member, end)).toBe('done')
      expect(await write(member)).toBe('done')
    }
  })

  test('lasts at most 28 days', async () => {
    expect(await timeOut(moderator, member, inMs(28 * dayMs + 1000))).toBe('invalid_input')
    expect(await timeOut(moderator, member, 'tomorrow')).toBe('invalid_input')
    expect(await timeOut(moderator, member, inMs(28 * dayMs))).toBe('done')
  })

  test('is for who may, against who stands below, and never for the owner or who administrates', async () => {
    const until = inMs(60_000)
    expect(await timeOut(member, moderator, until)).toBe('missing_permissions')
    expect(await timeOut(moderator, owner, until)).toBe('missing_permissions')
    expect(await timeOut(moderator, moderator, until)).toBe('missing_permissions')
    const administrators = await owner.api.createRole({
      guildId,
      permissions: bits('ADMINISTRATOR').toString(),
    })
    await owner.api.giveRole({ guildId, userId: member.id, roleId: administrators.id })
    expect(await timeOut(owner, member, until)).toBe('missing_permissions')
  })

  test('takes a moderator’s powers too, in channels and in the guild', async () => {
    expect(await timeOut(owner, moderator, inMs(60_000))).toBe('done')
    expect(await chat.codeOf(moderator.api.editChannel({ channelId, name: 'mine' }))).toBe(
      'missing_permissions',
    )
    expect(await chat.codeOf(moderator.api.createChannel({ guildId, name: 'mine' }))).toBe(
      'missing_permissions',
    )
    expect(await timeOut(moderator, member, inMs(1000))).toBe('missing_permissions')
  })
})

test('where newcomers wait, who has no role writes ten minutes after joining', async () => {
  await owner.api.editGuild({ guildId, verification_level: 3 })
  const { code } = await owner.api.createInvite({ channelId })
  const stranger = await chat.person()
  await stranger.api.acceptInvite({ code })
  expect(await write(stranger)).toBe('missing_permissions')
  expect(await chat.codeOf(stranger.api.listMessages({ channelId }))).toBe('done')
  expect(await write(moderator)).toBe('done')
  chat.clock.advance(600_000)
  expect(await write(stranger)).toBe('done')
})
