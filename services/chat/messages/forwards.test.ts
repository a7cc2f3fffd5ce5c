import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let from: string
let to: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  from = (await running.guildOf(ada, ben)).channelId
  to = (await running.guildOf(ben, eve)).channelId
})
afterAll(() => running.stop())
beforeEach(() => running.clock.advance(60_000))

const original = (content = `hello <@${ben.id}>`) => ada.api.sendMessage({ channelId: from, content })
const forward = (by: Person, messageId: string, more: object = {}) =>
  by.api.sendMessage({
    channelId: to,
    message_reference: { type: 1, message_id: messageId, channel_id: from },
    ...more,
  })

describe('a forward', () => {
  test('shows what it forwards to everybody in its channel, and not who wrote it', async () => {
    const message = await original()
    const sent = await forward(ben, message.id)
    expect(sent).toMatchObject({
      type: 0,
      content: '',
      flags: 16_384,
      message_reference: { type: 1, message_id: message.id, channel_id: from },
      message_snapshots: [
        { message: { content: `hello <@${ben.id}>`, timestamp: message.timestamp, type: 0, embeds: [] } },
      ],
    })
    expect(JSON.stringify(sent)).not.toContain(ada.id)
    expect(sent).not.toHaveProperty('referenced_message')
    const [read] = await eve.api.listMessages({ channelId: to, limit: 1 })
    expect(read).toEqual(sent)
  })

  test('shows the original as it is now, and nothing once that is gone', async () => {
    const message = await original('first')
    const sent = await forward(ben, message.id)
    await ada.api.editMessage({ channelId: from, messageId: message.id, content: 'second' })
    const shown = async () => (await eve.api.listMessages({ channelId: to, limit: 1 }))[0]
    expect((await shown())?.message_snapshots?.[0]?.message.content).toBe('second')
    await ada.api.deleteMessage({ channelId: from, messageId: message.id })
    expect(await shown()).not.toHaveProperty('message_snapshots')
    expect(await shown()).toMatchObject({ id: sent.id, message_reference: { message_id: message.id } })
  })

  test('shows nothing from the moment on in which the channel of the original is deleted', async () => {
    const { id: guildId } = await running.guildOf(ada, ben)
    const { id: channelId } = await ada.api.createChannel({
      guildId,
      name: 'short',
      type: 0,
    })
    const message = await ada.api.sendMessage({ channelId, content: 'gone soon' })
    await ben.api.sendMessage({
      channelId: to,
      message_reference: { type: 1, message_id: message.id, channel_id: channelId },
    })
    await ada.api.deleteChannel({ channelId })
    const [read] = await eve.api.listMessages({ channelId: to, limit: 1 })
    expect(read).not.toHaveProperty('message_snapshots')
  })

  test('of a forward forwards what that shows', async () => {
    const message = await original('once')
    const first = await forward(ben, message.id)
    const second = await eve.api.sendMessage({
      channelId: to,
      message_reference: { type: 1, message_id: first.id, channel_id: to },
    })
    expect(second.message_snapshots?.[0]?.message.content).toBe('once')
    expect(second.message_reference?.message_id).toBe(message.id)
  })

  test('keeps no copy', async () => {
    const message = await original('canary')
    const { id } = await forward(ben, message.id)
    const [row] = await running.storage.admin<{ content: Buffer; extras: Buffer | null }[]>`
      select content, extras from messages where id = ${id}`
    const empty = await forward(ben, (await original('x'.repeat(1000))).id)
    const [other] = await running.storage.admin<{ content: Buffer }[]>`
      select content from messages where id = ${empty.id}`
    expect(row?.extras).toBeNull()
    expect(row?.content.length).toBe(other?.content.length)
  })

  test('is refused for what one cannot read', async () => {
    const message = await original()
    expect(await running.codeOf(forward(eve, message.id))).toBe('unknown_channel')
    expect(await running.codeOf(forward(ben, '1'))).toBe('bad_forward')
  })

  test('has nothing of its own and cannot be edited', async () => {
    const message = await original()
    expect(await running.codeOf(forward(ben, message.id, { content: 'look' }))).toBe('bad_forward')
    const sent = await forward(ben, message.id)
    const edit = ben.api.editMessage({ channelId: to, messageId: sent.id, content: 'x' })
    expect(await running.codeOf(edit)).toBe('not_editable')
  })
})
