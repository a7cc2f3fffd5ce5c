import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  const guild = await running.guildOf(ada, ben)
  guildId = guild.id
  channelId = guild.channelId
})
afterAll(() => running.stop())

async function write(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    running.clock.advance(2000)
    ids.push((await ben.api.sendMessage({ channelId, content: `number ${at}` })).id)
  }
  return ids
}
const left = async () => (await ben.api.listMessages({ channelId })).map((message) => message.id)

describe('deleting several messages', () => {
  test('takes those that exist, however old, and tells of them together', async () => {
    const [first = '', second = '', third = ''] = await write(3)
    running.clock.advance(100 * 86_400_000)
    const heard = running.listen(guildId)
    await ada.api.deleteMessages({ channelId, messages: [first, third, '1', first] })
    expect(await left()).toEqual([second])
    expect(heard).toMatchObject([
      {
        t: 'MESSAGE_DELETE_BULK',
        d: { ids: [third, first], channel_id: channelId, guild_id: guildId },
        audience: { kind: 'channel', guildId, channelId },
      },
    ])
  })

  test('is written down once, with how many they were', async () => {
    const ids = await write(2)
    const log = running.listenToAuditLog(guildId)
    await ada.api.deleteMessages({ channelId, messages: ids })
    expect(log).toMatchObject([
      { d: { action_type: 73, target_id: channelId, user_id: ada.id, options: { count: '2' } } },
    ])
  })

  test('is for those who keep order', async () => {
    const ids = await write(2)
    const work = ben.api.deleteMessages({ channelId, messages: ids })
    expect(await running.codeOf(work)).toBe('missing_permissions')
    expect(await left()).toEqual(expect.arrayContaining(ids))
  })

  test.each([1, 101])('refuses %i', async (count) => {
    const messages = Array.from({ length: count }, (_, at) => String(at + 1))
    expect(await running.codeOf(ada.api.deleteMessages({ channelId, messages }))).toBe('invalid_input')
  })
})

describe('deleting one message', () => {
  test('of somebody else is written down, and one of one’s own is not', async () => {
    const [first = '', second = ''] = await write(2)
    const log = running.listenToAuditLog(guildId)
    await ben.api.deleteMessage({ channelId, messageId: first })
    expect(log).toEqual([])
    await ada.api.deleteMessage({ channelId, messageId: second })
    expect(log).toMatchObject([
      {
        d: {
          action_type: 72,
          target_id: ben.id,
          user_id: ada.id,
          options: { channel_id: channelId, count: '1' },
        },
      },
    ])
  })
})
