import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  const guild = await running.guildOf(ada)
  guildId = guild.id
  channelId = guild.channelId
})
afterAll(() => running.stop())

async function join(): Promise<Person> {
  running.clock.advance(60_000)
  const somebody = await running.person()
  const { code } = await ada.api.createInvite({ channelId })
  await somebody.api.acceptInvite({ code })
  return somebody
}
const said = async () => {
  await running.parts.jobs.drain()
  const messages = await ada.api.listMessages({ channelId })
  return messages.map((message) => [message.type, message.author.id])
}

describe('somebody who joins', () => {
  test('is greeted nowhere without a system channel', async () => {
    await ada.api.editGuild({ guildId, system_channel_id: null })
    await join()
    expect(await said()).toEqual([])
  })

  test('is greeted in the system channel', async () => {
    await ada.api.editGuild({ guildId, system_channel_id: channelId })
    const ben = await join()
    expect(await said()).toEqual([[7, ben.id]])
  })

  test('is passed over where the guild wants that, or where they have left again', async () => {
    const before = await said()
    const gone = await join()
    await gone.api.leaveGuild({ guildId })
    expect(await said()).toEqual(before)
    await ada.api.editGuild({ guildId, system_channel_flags: 1 })
    await join()
    expect(await said()).toEqual(before)
  })
})
