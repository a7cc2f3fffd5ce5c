import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { purgeExpired } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let eve: Person
let channelId: string
let messageId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
  eve = await running.person()
  channelId = (await running.guildOf(ada, ben, eve)).channelId
})
afterAll(() => running.stop())
beforeEach(async () => {
  running.clock.advance(60_000)
  messageId = (await ben.api.sendMessage({ channelId, content: `one <@${ada.id}>` })).id
})

const edit = async (content: string) => {
  running.clock.advance(1000)
  return ben.api.editMessage({ channelId, messageId, content })
}
const edits = (by: Person) => by.api.listEdits({ channelId, messageId })

describe('what a message said before', () => {
  test('is kept, newest first, for its author and who keeps order', async () => {
    await edit('two')
    await edit('three')
    const kept = await edits(ben)
    expect(kept.map((one) => one.content)).toEqual(['two', `one <@${ada.id}>`])
    expect(Date.parse(kept[0]?.replaced_at ?? '')).toBe(running.clock.now())
    expect(await edits(ada)).toEqual(kept)
    expect(await running.codeOf(edits(eve))).toBe('missing_permissions')
  })

  test('is none where only flags changed, or nothing did', async () => {
    await ben.api.editMessage({ channelId, messageId, flags: 4 })
    await ben.api.editMessage({ channelId, messageId, content: `one <@${ada.id}>` })
    expect(await edits(ben)).toEqual([])
  })

  test('is sealed', async () => {
    messageId = (await ben.api.sendMessage({ channelId, content: 'canary' })).id
    await edit('bird')
    const rows = await running.storage.admin`select message_edits::text as text from message_edits`
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('canary').toString('hex'))
  })

  test('goes after 30 days, and with the message', async () => {
    await edit('two')
    await edit('three')
    await ben.api.deleteMessage({ channelId, messageId })
    expect(await running.codeOf(edits(ben))).toBe('unknown_message')
    const count = async () =>
      (await running.storage.admin`select from message_edits where message_id = ${messageId}`).length
    expect(await count()).toBe(0)
    messageId = (await ben.api.sendMessage({ channelId, content: 'four' })).id
    await edit('five')
    running.clock.advance(29 * 86_400_000)
    await purgeExpired(running.parts.database, catalogue, running.clock.now())
    expect(await count()).toBe(1)
    running.clock.advance(2 * 86_400_000)
    await purgeExpired(running.parts.database, catalogue, running.clock.now())
    expect(await count()).toBe(0)
  })
})
