import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { bits, type GuildState, type Message } from '../contract/index.ts'
import { findMember } from '../members/find-member.ts'
import { getMessage } from './get-message.ts'
import { listMessages } from './list-messages.ts'
import { sendMessage } from './send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from './testing/start-messages.ts'

let running: RunningMessages
let chat: ChatProcess
let ada: Actor
let guild: GuildState
let channelId: string
const sent: Message[] = []

beforeAll(async () => {
  running = await startMessages()
  chat = running.chat
  ada = await running.account()
  guild = await running.guild(ada)
  channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
  for (let count = 0; count < 12; count += 1) {
    running.clock.advance(1000)
    sent.push(
      await sendMessage(chat, { by: ada, input: { channelId, content: `number ${count}` }, received: [] }),
    )
  }
})
afterAll(() => running.stop())

const idOf = (index: number) => sent[index]?.id ?? ''
const list = async (page: { before?: string; after?: string; around?: string; limit?: number }) => {
  const messages = await listMessages(chat, ada, { channelId, limit: 50, ...page })
  return messages.map((message) => sent.findIndex((one) => one.id === message.id))
}

describe('a page', () => {
  test('holds the newest messages, newest first', async () => {
    expect(await list({})).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    expect(await list({ limit: 3 })).toEqual([11, 10, 9])
  })

  test('goes back from a message that need not exist', async () => {
    expect(await list({ before: idOf(5), limit: 3 })).toEqual([4, 3, 2])
    expect(await list({ before: (BigInt(idOf(5)) + 1n).toString(), limit: 3 })).toEqual([5, 4, 3])
    expect(await list({ before: idOf(0) })).toEqual([])
    expect(await list({ before: '0' })).toEqual([])
    expect(await list({ before: '9223372036854775807', limit: 1 })).toEqual([11])
  })

  test('goes on from a message, nearest first taken, newest first shown', async () => {
    expect(await list({ after: idOf(5), limit: 3 })).toEqual([8, 7, 6])
    expect(await list({ after: '0', limit: 2 })).toEqual([1, 0])
    expect(await list({ after: idOf(11) })).toEqual([])
  })

  test('surrounds a message', async () => {
    expect(await list({ around: idOf(5), limit: 5 })).toEqual([7, 6, 5, 4, 3])
    expect(await list({ around: idOf(5), limit: 4 })).toEqual([7, 6, 5, 4])
    expect(await list({ around: idOf(5), limit: 1 })).toEqual([5])
    expect(await list({ around: idOf(11), limit: 4 })).toEqual([11, 10])
    expect(await list({ around: '9223372036854775807', limit: 4 })).toEqual([11, 10])
  })

  test('shows what sending answered', async () => {
    expect(await listMessages(chat, ada, { channelId, limit: 1 })).toEqual([sent[11]])
  })

  test('is empty for members who may not read the past', async () => {
    const ben = await running.account()
    await running.join(guild.id, ben)
    expect(await listMessages(chat, ben, { channelId, limit: 1 })).toHaveLength(1)
    await running.storage.admin`
      update roles set permissions = permissions & ${(~bits('READ_MESSAGE_HISTORY')).toString()}
      where id = ${guild.id}`
    await chat.guilds.reload(guild.id)
    expect(await listMessages(chat, ben, { channelId, limit: 1 })).toEqual([])
    await expect(getMessage(chat, ben, { channelId, messageId: idOf(0) })).rejects.toMatchObject({
      kind: { code: 'missing_permissions' },
    })
  })

  test('shows a message whose key is gone without its text', async () => {
    const { id } = await running.guild(ada)
    const ben = await running.account()
    await running.join(id, ben)
    const other = (await chat.guilds.get(id)) ?? guild
    const member = await findMember(chat, other, ben.accountId)
    const there = other.channels.find((channel) => channel.type === 0)?.id ?? ''
    await sendMessage(chat, {
      by: ben,
      input: { channelId: there, content: `secret <@${ada.accountId}>` },
      received: [],
    })
    await chat.keys.destroy({ ids: [member?.contentKeyId ?? ''] })
    const [message] = await listMessages(chat, ada, { channelId: there, limit: 1 })
    expect(message).toMatchObject({ content: '', mentions: [], author: { id: ben.accountId } })
  })
})

describe('one message', () => {
  test('is what sending answered', async () => {
    expect(await getMessage(chat, ada, { channelId, messageId: idOf(3) })).toEqual(sent[3])
  })

  test('is refused where it does not exist, and to people from outside', async () => {
    await expect(getMessage(chat, ada, { channelId, messageId: '5' })).rejects.toMatchObject({
      kind: { code: 'unknown_message' },
    })
    await expect(
      getMessage(chat, await running.account(), { channelId, messageId: idOf(3) }),
    ).rejects.toMatchObject({ kind: { code: 'unknown_channel' } })
  })
})
