import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person
let newcomer: Person
let guildId: string
let channelId: string
let code: string

const rule = (...values: string[]) => ({
  field_type: 'TERMS' as const,
  label: 'Rules',
  values,
  required: true as const,
})
const agreed = (...values: string[]) => ({ ...rule(...values), response: true })

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  member = await chat.person()
  newcomer = await chat.person()
  const made = await chat.guildOf(owner, member)
  guildId = made.id
  channelId = made.channelId
  code = (await owner.api.createInvite({ channelId })).code
  await owner.api.editScreening({ guildId, enabled: true, description: 'Hi', form_fields: [rule('Be kind')] })
})
afterAll(() => chat.stop())

describe('members who have not agreed to the rules', () => {
  test('see and write nothing until they do', async () => {
    await newcomer.api.acceptInvite({ code })
    expect(await newcomer.api.getMyMember({ guildId })).toMatchObject({ pending: true })
    expect(await newcomer.api.listChannels({ guildId })).toEqual([])
    for (const attempt of [
      () => newcomer.api.listMessages({ channelId }),
      () => newcomer.api.sendMessage({ channelId, content: 'hello' }),
      () => newcomer.api.getChannel({ channelId }),
    ])
      expect(await chat.codeOf(attempt())).toBe('missing_access')
    expect(await chat.codeOf(newcomer.api.editMe({ guildId, nick: 'Me' }))).toBe('missing_permissions')
    const form = await newcomer.api.getScreening({ guildId })
    expect(form).toMatchObject({ description: 'Hi', form_fields: [{ values: ['Be kind'] }] })
    const heard = chat.listen(guildId)
    expect(
      await newcomer.api.agreeToRules({ guildId, version: form.version, form_fields: [agreed('Be kind')] }),
    ).toMatchObject({ application_status: 'APPROVED', user_id: newcomer.id })
    expect(heard).toMatchObject([{ t: 'GUILD_MEMBER_UPDATE', d: { pending: false }, reshape: true }])
    expect(await chat.codeOf(newcomer.api.sendMessage({ channelId, content: 'hello' }))).toBe('done')
  })

  test('agree to every rule as it is now', async () => {
    await newcomer.api.acceptInvite({ code })
    const { version } = await newcomer.api.getScreening({ guildId })
    const say = (said: object[], of = version) =>
      chat.codeOf(newcomer.api.agreeToRules({ guildId, version: of, form_fields: said as never }))
    expect(await say([])).toBe('rules_changed')
    expect(await say([{ ...agreed('Be kind'), response: false }])).toBe('rules_changed')
    chat.clock.advance(1000)
    await owner.api.editScreening({ guildId, form_fields: [rule('Be kinder')] })
    expect(await say([agreed('Be kind')])).toBe('rules_changed')
    const { version: now } = await newcomer.api.getScreening({ guildId })
    expect(await say([agreed('Be kinder')], now)).toBe('done')
  })

  test('wait no longer when screening is switched off, and cannot be given the guild before', async () => {
    await newcomer.api.acceptInvite({ code })
    const give = () => chat.codeOf(owner.api.editGuild({ guildId, owner_id: newcomer.id }))
    expect(await give()).toBe('owner_never_waits')
    await owner.api.editScreening({ guildId, enabled: false })
    expect(await chat.codeOf(newcomer.api.sendMessage({ channelId, content: 'hello' }))).toBe('done')
    expect(await give()).toBe('done')
  })
})

describe('the rules', () => {
  test('are for who manages the guild to set, hold who was in before to nothing, and are stored sealed', async () => {
    expect(await chat.codeOf(member.api.editScreening({ guildId, enabled: false }))).toBe(
      'missing_permissions',
    )
    expect(await chat.codeOf(member.api.sendMessage({ channelId, content: 'hello' }))).toBe('done')
    expect((await owner.api.getGuild({ guildId })).features).toContain('MEMBER_VERIFICATION_GATE_ENABLED')
    await owner.api.editScreening({ guildId, form_fields: [rule('canary-rule')] })
    const { admin } = chat.storage
    expect(
      await admin`select 1 from guilds where position('canary'::bytea in screening_form) > 0`,
    ).toHaveLength(0)
  })

  test('are not there where nobody made any, and cannot be switched on then', async () => {
    const { id } = await owner.api.createGuild({ name: 'Free' })
    expect(await chat.codeOf(owner.api.getScreening({ guildId: id }))).toBe('no_screening')
    expect(await chat.codeOf(owner.api.editScreening({ guildId: id, enabled: true }))).toBe('no_screening')
  })
})
