import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bits } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let manager: Person
let stranger: Person
let guildId: string

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  manager = await chat.person()
  stranger = await chat.person()
  guildId = (await chat.guildOf(owner, manager)).id
  const role = await owner.api.createRole({
    guildId,
    name: 'Managers',
    permissions: bits('MANAGE_GUILD').toString(),
    color: 7,
    unicode_emoji: '🥕',
  })
  await owner.api.giveRole({ guildId, userId: manager.id, roleId: role.id })
  await owner.api.createChannel({
    guildId,
    name: 'secret-plans',
    topic: 'Hush',
    permission_overwrites: [
      { id: guildId, type: 0, deny: bits('VIEW_CHANNEL').toString() },
      { id: role.id, type: 0, allow: bits('VIEW_CHANNEL').toString() },
    ],
  })
  await owner.api.createChannel({
    guildId,
    name: 'owners-only',
    permission_overwrites: [{ id: guildId, type: 0, deny: bits('VIEW_CHANNEL').toString() }],
  })
})
afterAll(() => chat.stop())

describe('a template', () => {
  test('makes a guild with the settings, roles and channels its maker saw, for whoever has its code', async () => {
    await owner.api.editGuild({ guildId, description: 'Readers', default_message_notifications: 1 })
    const { code, serialized_source_guild: content } = await manager.api.createTemplate({
      guildId,
      name: 'Ours',
    })
    expect(content.channels.map((one) => one.name)).toEqual(['Text channels', 'general', 'secret-plans'])
    expect((await stranger.api.getTemplate({ code })).serialized_source_guild).toEqual(content)
    const made = await stranger.api.useTemplate({ code, name: 'Theirs' })
    expect(made).toMatchObject({
      name: 'Theirs',
      owner_id: stranger.id,
      description: 'Readers',
      default_message_notifications: 1,
    })
    expect(made.roles.map((role) => [role.name, role.color, role.unicode_emoji])).toEqual([
      ['@everyone', 0, null],
      ['Managers', 7, '🥕'],
    ])
    const channels = await stranger.api.listChannels({ guildId: made.id })
    const hidden = channels.find((one) => one.name === 'secret-plans')
    expect(hidden).toMatchObject({ topic: 'Hush' })
    expect(hidden?.permission_overwrites.map((one) => one.id).toSorted()).toEqual(
      made.roles.map((role) => role.id).toSorted(),
    )
    expect((await stranger.api.getTemplate({ code })).usage_count).toBe(1)
  })

  test('knows when its guild has changed, and is brought up to date', async () => {
    const { code, is_dirty } = await owner.api.createTemplate({ guildId, name: 'Ours' })
    expect(is_dirty).toBe(false)
    await owner.api.editGuild({ guildId, name: 'Renamed' })
    expect(await owner.api.listTemplates({ guildId })).toMatchObject([{ code, is_dirty: true }])
    expect(await owner.api.syncTemplate({ guildId, code })).toMatchObject({
      is_dirty: false,
      serialized_source_guild: { name: 'Renamed' },
    })
    expect(
      await owner.api.editTemplate({ guildId, code, name: 'Better', description: 'Try it' }),
    ).toMatchObject({
      name: 'Better',
      description: 'Try it',
    })
    await owner.api.deleteTemplate({ guildId, code })
    expect(await owner.api.listTemplates({ guildId })).toEqual([])
    expect(await chat.codeOf(stranger.api.getTemplate({ code }))).toBe('unknown_template')
  })

  test('is one per guild, for who manages it, and not of a deleted guild', async () => {
    const { code } = await owner.api.createTemplate({ guildId, name: 'Ours' })
    const again = owner.api.createTemplate({ guildId, name: 'Ours' })
    expect(await chat.codeOf(again)).toBe('template_exists')
    const elsewhere = await stranger.api.createGuild({ name: 'Elsewhere' })
    const foreign = stranger.api.syncTemplate({ guildId: elsewhere.id, code })
    expect(await chat.codeOf(foreign)).toBe('unknown_template')
    expect(await chat.codeOf(stranger.api.syncTemplate({ guildId, code }))).toBe('unknown_guild')
    const bot = await chat.bot()
    expect(await chat.codeOf(bot.api.useTemplate({ code, name: 'Bots' }))).toBe('people_only')
    await owner.api.deleteGuild({ guildId })
    expect(await chat.codeOf(stranger.api.getTemplate({ code }))).toBe('unknown_template')
    expect(await chat.codeOf(stranger.api.useTemplate({ code, name: 'Late' }))).toBe('unknown_template')
  })

  test('is stored sealed', async () => {
    await owner.api.createChannel({ guildId, name: 'canary-channel' })
    await owner.api.createTemplate({ guildId, name: 'canary-name', description: 'canary-words' })
    const { admin } = chat.storage
    const rows = await admin`
      select 1 from guild_templates where position('canary'::bytea in name) > 0
        or position('canary'::bytea in description) > 0 or position('canary'::bytea in content) > 0`
    expect(rows).toHaveLength(0)
  })
})

test('templates come with the program in two languages, and each makes a guild', async () => {
  for (const language of ['en', 'de'] as const) {
    const all = await stranger.api.listBuiltInTemplates({ language })
    expect(all.map((one) => one.code)).toEqual(
      ['friends', 'community', 'club', 'school'].map((kind) => `${kind}-${language}`),
    )
    for (const { code, name } of all) {
      const { channels, system_channel_id: system } = (await stranger.api.getTemplate({ code }))
        .serialized_source_guild
      const made = await stranger.api.useTemplate({ code, name })
      const shown = await stranger.api.listChannels({ guildId: made.id })
      expect(shown.map((one) => one.name).toSorted()).toEqual(channels.map((one) => one.name).toSorted())
      expect(shown.find((one) => one.id === made.system_channel_id)?.name).toBe(channels[system ?? -1]?.name)
    }
  }
})
