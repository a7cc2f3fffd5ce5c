import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let reader: Person
let bot: Person
let guildId = ''
let channelId = ''
const sent: string[] = []

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('writer')
  reader = await chat.person('reader')
  bot = await chat.bot()
  ;({ id: guildId, channelId } = await chat.guildOf(owner, reader))
  for (let turn = 0; turn < 5; turn += 1) {
    chat.clock.advance(1000)
    sent.push((await owner.api.sendMessage({ channelId, content: `Number ${turn}` })).id)
  }
})
afterAll(() => chat.stop())

const stateOf = async (who: Person) => {
  const { read_state } = await chat.internal.beginningOf({ accountId: who.id })
  return read_state.find((one) => one.id === channelId)
}

describe('reading', () => {
  test('is remembered up to a message, and what comes after it counts as unread', async () => {
    const heard = reader.heard.length
    await reader.api.acknowledgeMessage({ channelId, messageId: sent[2] ?? '' })
    expect(await stateOf(reader)).toEqual({
      id: channelId,
      last_message_id: sent[2],
      last_message_number: 3,
      unread_count: 2,
      mention_count: 0,
    })
    expect(reader.heard.slice(heard)).toMatchObject([
      { t: 'MESSAGE_ACK', d: { channel_id: channelId, message_id: sent[2], unread_count: 2 } },
    ])
    expect(owner.heard.map((one) => one.t)).not.toContain('MESSAGE_ACK')
  })

  test('does not go back when an older acknowledgement comes late, and does when asked to', async () => {
    await reader.api.acknowledgeMessage({ channelId, messageId: sent[4] ?? '' })
    await reader.api.acknowledgeMessage({ channelId, messageId: sent[0] ?? '' })
    expect(await stateOf(reader)).toMatchObject({ last_message_id: sent[4], unread_count: 0 })
    await reader.api.acknowledgeMessage({
      channelId,
      messageId: sent[1] ?? '',
      manual: true,
      mention_count: 1,
    })
    expect(await stateOf(reader)).toMatchObject({ unread_count: 3, mention_count: 1 })
    await reader.api.acknowledgeMany({
      read_states: [
        { channel_id: channelId, message_id: sent[4] ?? '' },
        { channel_id: '1', message_id: '1' },
      ],
    })
    expect(await stateOf(reader)).toMatchObject({ unread_count: 0, mention_count: 0 })
  })

  test('up to an id between two messages counts those below it', async () => {
    const between = String(BigInt(sent[3] ?? '') + 1n)
    await reader.api.acknowledgeMessage({ channelId, messageId: between, manual: true })
    expect(await stateOf(reader)).toMatchObject({ last_message_number: 4, unread_count: 1 })
  })

  test('is for people who see the channel', async () => {
    const stranger = await chat.person('stranger')
    const messageId = sent[0] ?? ''
    expect(await chat.codeOf(stranger.api.acknowledgeMessage({ channelId, messageId }))).toBe(
      'unknown_channel',
    )
    expect(await chat.codeOf(bot.api.acknowledgeMessage({ channelId, messageId }))).toBe('people_only')
  })
})

describe('mentions', () => {
  const mention = async (from: Person, to: Person) => {
    chat.clock.advance(1000)
    return from.api.sendMessage({ channelId, content: `Look, <@${to.id}>` })
  }

  test('count for whoever is mentioned, until they have read that far', async () => {
    const before = (await stateOf(reader))?.mention_count ?? 0
    await mention(owner, reader)
    const { id: messageId } = await mention(owner, reader)
    await expect.poll(async () => (await stateOf(reader))?.mention_count).toBe(before + 2)
    await reader.api.acknowledgeMessage({ channelId, messageId })
    expect(await stateOf(reader)).toMatchObject({ mention_count: 0, unread_count: 0 })
    await mention(owner, owner)
    expect(await stateOf(owner)).toBeUndefined()
  })

  test('by somebody one blocked do not count', async () => {
    await reader.api.putRelationship({ userId: owner.id, type: 2 })
    await mention(owner, reader)
    await reader.api.deleteRelationship({ userId: owner.id })
    await mention(owner, reader)
    await expect.poll(async () => (await stateOf(reader))?.mention_count).toBe(1)
  })
})

describe('notification settings', () => {
  test('change by what is given, channel by channel, and come back when a client begins', async () => {
    await reader.api.editNotificationSettings({
      guildId,
      muted: true,
      channel_overrides: { [channelId]: { message_notifications: 1 } },
    })
    const heard = reader.heard.length
    await reader.api.editNotificationSettings({
      guildId,
      suppress_everyone: true,
      channel_overrides: { [channelId]: { collapsed: true } },
    })
    const { user_guild_settings } = await chat.internal.beginningOf({ accountId: reader.id })
    expect(user_guild_settings).toMatchObject([
      {
        guild_id: guildId,
        muted: true,
        suppress_everyone: true,
        suppress_roles: false,
        channel_overrides: [
          { channel_id: channelId, message_notifications: 1, collapsed: true, muted: false },
        ],
      },
    ])
    expect(reader.heard.slice(heard)).toMatchObject([
      { t: 'USER_GUILD_SETTINGS_UPDATE', d: { guild_id: guildId } },
    ])
    await reader.api.editNotificationSettings({ guildId, channel_overrides: { [channelId]: null } })
    const after = await chat.internal.beginningOf({ accountId: reader.id })
    expect(after.user_guild_settings[0]?.channel_overrides).toEqual([])
  })

  test('two changes at once both count', async () => {
    await Promise.all([
      reader.api.editNotificationSettings({ guildId, suppress_roles: true }),
      reader.api.editNotificationSettings({ guildId, hide_muted_channels: true }),
    ])
    const { user_guild_settings } = await chat.internal.beginningOf({ accountId: reader.id })
    expect(user_guild_settings[0]).toMatchObject({ suppress_roles: true, hide_muted_channels: true })
  })

  test('are not for bots and not for people outside', async () => {
    const stranger = await chat.person('outside')
    expect(await chat.codeOf(stranger.api.editNotificationSettings({ guildId, muted: true }))).toBe(
      'unknown_guild',
    )
    expect(await chat.codeOf(bot.api.editNotificationSettings({ guildId, muted: true }))).toBe('people_only')
  })
})

describe('drafts', () => {
  test('are kept sealed, told to the other devices, and thrown away', async () => {
    const heard = reader.heard.length
    await reader.api.putDraft({ channelId, content: 'Dear neighbours' })
    await reader.api.putDraft({ channelId, content: 'Dear neighbours, the canary' })
    expect(await reader.api.listDrafts({})).toMatchObject({
      drafts: [{ channel_id: channelId, content: 'Dear neighbours, the canary' }],
    })
    expect(await owner.api.listDrafts({})).toEqual({ drafts: [] })
    const [row] = await chat.storage.admin<{ content: Buffer }[]>`select content from drafts`
    expect(row?.content.includes('canary')).toBe(false)
    await reader.api.deleteDraft({ channelId })
    await reader.api.deleteDraft({ channelId })
    expect(await reader.api.listDrafts({})).toEqual({ drafts: [] })
    expect(reader.heard.slice(heard).map((one) => one.t)).toEqual([
      'DRAFT_UPDATE',
      'DRAFT_UPDATE',
      'DRAFT_DELETE',
    ])
  })

  test('are for people who see the channel', async () => {
    const stranger = await chat.person('nowhere')
    expect(await chat.codeOf(stranger.api.putDraft({ channelId, content: 'x' }))).toBe('unknown_channel')
    expect(await chat.codeOf(bot.api.listDrafts({}))).toBe('people_only')
  })
})
