import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let ada: Person
let ben: Person
let bot: Person

beforeAll(async () => {
  chat = await startChat()
  ada = await chat.person('ada')
  ben = await chat.person('ben')
  bot = await chat.bot()
})
afterAll(() => chat.stop())
beforeEach(() => {
  for (const one of [ada, ben]) one.heard.length = 0
})

describe('personal settings', () => {
  test('begin as everybody’s, and change by what is given, on all devices', async () => {
    expect(await ada.api.getPersonalSettings({})).toMatchObject({ status: 'online', theme: 'system' })
    const folder = { id: 1, name: 'Garden', color: 255, guild_ids: ['7'] }
    const changed = await ada.api.editPersonalSettings({
      status: 'dnd',
      custom_status: { text: 'Digging' },
      guild_folders: [folder],
    })
    const custom = { text: 'Digging', emoji_id: null, emoji_name: null, expires_at: null }
    expect(changed).toMatchObject({ status: 'dnd', custom_status: custom, guild_folders: [folder] })
    await ada.api.editPersonalSettings({ theme: 'dark', friend_source_flags: { all: false } })
    const after = await ada.api.getPersonalSettings({})
    expect(after).toMatchObject({
      status: 'dnd',
      custom_status: custom,
      theme: 'dark',
      friend_source_flags: { all: false, mutual_friends: true, mutual_guilds: true },
    })
    expect(ada.heard).toMatchObject([
      { t: 'USER_SETTINGS_UPDATE', d: changed },
      { t: 'USER_SETTINGS_UPDATE', d: after },
    ])
    await ada.api.editPersonalSettings({ custom_status: null })
    const begun = await chat.internal.beginningOf({ accountId: ada.id })
    expect(begun.user_settings).toMatchObject({ custom_status: null, theme: 'dark' })
    expect(ben.heard).toEqual([])
    expect(await ben.api.getPersonalSettings({})).toMatchObject({ theme: 'system' })
  })

  test('are sealed with a key of the account’s own, and two changes at once both count', async () => {
    await Promise.all([
      ben.api.editPersonalSettings({ custom_status: { text: 'canary' } }),
      ben.api.editPersonalSettings({ locale: 'de' }),
    ])
    expect(await ben.api.getPersonalSettings({})).toMatchObject({
      locale: 'de',
      custom_status: { text: 'canary' },
    })
    const rows = await chat.storage.admin<{ key_id: string; settings: Buffer }[]>`
      select key_id, settings from personal_settings`
    expect(rows).toHaveLength(2)
    expect(new Set(rows.map((row) => row.key_id)).size).toBe(2)
    expect(rows.some((row) => row.settings.includes('canary'))).toBe(false)
  })

  test('pass over what does not exist here, and refuse what cannot be', async () => {
    const strange = { afk_timeout: 600 } as object
    expect(await ada.api.editPersonalSettings(strange)).not.toHaveProperty('afk_timeout')
    expect(await chat.codeOf(ada.api.editPersonalSettings({ locale: 'no such\nlanguage' }))).toBe(
      'invalid_input',
    )
    expect(await chat.codeOf(bot.api.editPersonalSettings({ theme: 'dark' }))).toBe('people_only')
    expect(await chat.codeOf(bot.api.getPersonalSettings({}))).toBe('people_only')
  })
})

describe('what is told of in conversations', () => {
  test('changes channel by channel, and comes back when a client begins', async () => {
    await ada.api.editPrivateNotifications({ channel_overrides: { '7': { muted: true } } })
    const settings = await ada.api.editPrivateNotifications({
      channel_overrides: { '7': { collapsed: true } },
    })
    expect(settings).toMatchObject({
      guild_id: null,
      channel_overrides: [{ channel_id: '7', muted: true, collapsed: true }],
    })
    expect(ada.heard.at(-1)).toMatchObject({ t: 'USER_GUILD_SETTINGS_UPDATE', d: settings })
    const begun = await chat.internal.beginningOf({ accountId: ada.id })
    expect(begun.user_guild_settings).toEqual([settings])
    expect(await chat.codeOf(bot.api.editPrivateNotifications({}))).toBe('people_only')
  })
})

describe('notes', () => {
  test('are sealed, and their writer’s alone', async () => {
    expect(await ada.api.getNote({ userId: ben.id })).toMatchObject({ note: '' })
    await ada.api.putNote({ userId: ben.id, note: 'Has a canary' })
    expect(await ada.api.getNote({ userId: ben.id })).toEqual({
      user_id: ada.id,
      note_user_id: ben.id,
      note: 'Has a canary',
    })
    expect(ada.heard).toEqual([
      expect.objectContaining({ t: 'USER_NOTE_UPDATE', d: { id: ben.id, note: 'Has a canary' } }),
    ])
    expect(ben.heard).toEqual([])
    const [row] = await chat.storage.admin<{ note: Buffer }[]>`select note from notes`
    expect(row?.note.includes('canary')).toBe(false)
    const begun = await chat.internal.beginningOf({ accountId: ada.id })
    expect(begun.notes).toEqual({ [ben.id]: 'Has a canary' })
    await ada.api.putNote({ userId: ben.id, note: '' })
    expect(await ada.api.getNote({ userId: ben.id })).toMatchObject({ note: '' })
  })

  test('are of accounts that exist, by people, and a thousand at most', async () => {
    expect(await chat.codeOf(ada.api.putNote({ userId: '12345', note: 'x' }))).toBe('unknown_user')
    expect(await chat.codeOf(bot.api.putNote({ userId: ada.id, note: 'x' }))).toBe('people_only')
    expect(await chat.codeOf(bot.api.getNote({ userId: ada.id }))).toBe('people_only')
    await chat.storage.admin`
      insert into notes select ${ada.id}, id, '\\x00' from generate_series(1, 1000) id`
    expect(await chat.codeOf(ada.api.putNote({ userId: ben.id, note: 'x' }))).toBe('too_many_notes')
  })
})
