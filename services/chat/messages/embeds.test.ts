import { asAccount } from '@alles/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { EmbedsInput, mostEmbeds } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let bot: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  bot = await running.bot()
  const guild = await running.guildOf(ada)
  guildId = guild.id
  channelId = guild.channelId
  const by = { accountId: ada.id, bot: false }
  await running.internal.addBot({ guildId, accountId: bot.id, permissions: 1n << 15n, by })
})
afterAll(() => running.stop())
beforeEach(() => running.clock.advance(60_000))

const whole = {
  title: 'Weather',
  description: 'Rain',
  url: 'https://example.org/',
  timestamp: '2026-01-02T03:04:05.000Z',
  color: 255,
  footer: { text: 'From the roof', icon_url: 'https://example.org/f.png' },
  image: { url: 'https://example.org/i.png' },
  thumbnail: { url: 'https://example.org/t.png' },
  author: { name: 'Station', url: 'https://example.org/a', icon_url: 'https://example.org/a.png' },
  fields: [{ name: 'Wind', value: 'West', inline: true }],
}
const accepts = (embeds: unknown) => EmbedsInput.safeParse(embeds).success

describe('an embed', () => {
  test('has every field that was given, and says that it was given', async () => {
    const sent = await bot.api.sendMessage({ channelId, embeds: [whole] })
    expect(sent.embeds).toEqual([{ ...whole, type: 'rich' }])
    expect(await bot.api.getMessage({ channelId, messageId: sent.id })).toEqual(sent)
  })

  test('is not stored in clear', async () => {
    const { id } = await bot.api.sendMessage({ channelId, embeds: [{ title: 'canary' }] })
    const [row] = await running.storage.admin`select messages::text as text from messages where id = ${id}`
    for (const word of ['canary', Buffer.from('canary').toString('hex')])
      expect(row?.['text']).not.toContain(word)
  })

  test('comes from bots alone, who may show links', async () => {
    const embeds = [{ title: 'x' }]
    expect(await running.codeOf(ada.api.sendMessage({ channelId, content: 'x', embeds }))).toBe('bots_only')
    const rule = { channelId, overwriteId: guildId, type: 0 as const, allow: '0' }
    await ada.api.setOverwrite({ ...rule, deny: String(1n << 14n) })
    expect(await running.codeOf(bot.api.sendMessage({ channelId, embeds }))).toBe('missing_permissions')
    await ada.api.setOverwrite({ ...rule, deny: '0' })
  })

  test('is hidden and shown again by the flag, by its author and by who keeps order', async () => {
    const { id: messageId } = await bot.api.sendMessage({ channelId, embeds: [{ title: 'x' }] })
    const hidden = await ada.api.editMessage({ channelId, messageId, flags: 4 })
    expect(hidden).toMatchObject({ embeds: [], flags: 4, edited_timestamp: null })
    const shown = await bot.api.editMessage({ channelId, messageId, flags: 0 })
    expect(shown).toMatchObject({ embeds: [{ title: 'x' }], flags: 0 })
    const words = ada.api.editMessage({ channelId, messageId, flags: 4, content: 'x' })
    expect(await running.codeOf(words)).toBe('not_your_message')
  })

  test('is replaced and taken away by edits', async () => {
    const { id: messageId } = await bot.api.sendMessage({ channelId, content: 'a', embeds: [{ title: 'x' }] })
    const edited = await bot.api.editMessage({ channelId, messageId, embeds: [{ title: 'y' }] })
    expect(edited).toMatchObject({ content: 'a', embeds: [{ title: 'y' }] })
    expect((await bot.api.editMessage({ channelId, messageId, embeds: [] })).embeds).toEqual([])
  })
})

describe('limits', () => {
  test.each([
    ['a title', { title: 'x'.repeat(257) }],
    ['a description', { description: 'x'.repeat(4097) }],
    ['a footer', { footer: { text: 'x'.repeat(2049) } }],
    ['an author', { author: { name: 'x'.repeat(257) } }],
    ["a field's name", { fields: [{ name: 'x'.repeat(257), value: 'x' }] }],
    ["a field's value", { fields: [{ name: 'x', value: 'x'.repeat(1025) }] }],
    ['the number of fields', { fields: Array.from({ length: 26 }, () => ({ name: 'x', value: 'x' })) }],
    ['a colour', { title: 'x', color: 0x1_00_00_00 }],
    ['a time', { title: 'x', timestamp: 'tomorrow' }],
    ['an address', { title: 'x', url: 'javascript:alert(1)' }],
    ['the address of a picture', { image: { url: 'file:///etc/passwd' } }],
    ['an empty one', {}],
    ['one of blanks', { title: '  ' }],
    ['an empty field', { fields: [{ name: '', value: 'x' }] }],
  ])('refuse %s beyond them', (_, embed) => {
    expect(accepts([embed])).toBe(false)
  })

  test('count code points, over all embeds of a message together', () => {
    const long = { description: '🌱'.repeat(3000) }
    expect(accepts([long, long])).toBe(true)
    expect(accepts([long, long, { title: 'x' }])).toBe(false)
  })

  test('allow ten', () => {
    const some = (count: number) => Array.from({ length: count }, () => ({ title: 'x' }))
    expect(accepts(some(mostEmbeds))).toBe(true)
    expect(accepts(some(mostEmbeds + 1))).toBe(false)
  })
})

describe('what does not exist here', () => {
  test('is refused, not dropped', async () => {
    for (const [field, value] of [
      ['components', [{ type: 1 }]],
      ['flags', 8192],
      ['flags', 32_768],
    ] as const) {
      const answer = await running.parts.http.inject({
        method: 'POST',
        url: `/api/v10/channels/${channelId}/messages`,
        headers: asAccount(bot.id, { bot: true }),
        payload: { content: 'x', [field]: value },
      })
      expect(answer.json()).toMatchObject({ code: 50035, errors: { [field]: expect.anything() } })
    }
  })

  test('is ignored where it only concerns the one who sends: ephemeral', async () => {
    expect((await bot.api.sendMessage({ channelId, content: 'x', flags: 64 })).flags).toBe(0)
  })
})

describe('reading aloud', () => {
  test('is for who may, and stays with the message', async () => {
    expect(await running.codeOf(bot.api.sendMessage({ channelId, content: 'x', tts: true }))).toBe(
      'missing_permissions',
    )
    const sent = await ada.api.sendMessage({ channelId, content: 'x', tts: true })
    expect(sent.tts).toBe(true)
    expect((await ada.api.getMessage({ channelId, messageId: sent.id })).tts).toBe(true)
  })
})
