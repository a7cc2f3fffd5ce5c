import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { bits, type GuildState, type Message } from '../contract/index.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { getMessage } from './get-message.ts'
import { sendMessage } from './send-message.ts'
import { startTyping } from './start-typing.ts'
import { startMessages, type ChatProcess, type RunningMessages } from './testing/start-messages.ts'

let running: RunningMessages
let chat: ChatProcess
let ada: Actor
let ben: Actor
let guild: GuildState
let channelId: string
let message: Message

beforeAll(async () => {
  running = await startMessages()
  chat = running.chat
  ada = await running.account()
  ben = await running.account()
  guild = await running.guild(ada)
  await running.join(guild.id, ben)
  channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
})
afterAll(() => running.stop())
beforeEach(async () => {
  message = await sendMessage(chat, { by: ben, input: { channelId, content: 'first words' }, received: [] })
  chat.heard.length = 0
})

const refusal = (code: string) => expect.objectContaining({ kind: expect.objectContaining({ code }) })
const edit = (by: Actor, more: object) =>
  editMessage(chat, { by, input: { channelId, messageId: message.id, ...more }, received: [] })
const remove = (by: Actor) => deleteMessage(chat, by, { channelId, messageId: message.id })
const read = () => getMessage(chat, ada, { channelId, messageId: message.id })
const stored = async () => {
  const [row] = await running.storage.admin`
    select content, mentions from messages where channel_id = ${channelId} and id = ${message.id}`
  return row
}

describe('editing', () => {
  test('is told of in the order in which it was done, and never after the deletion', async () => {
    const edits = Array.from({ length: 12 }, (_, turn) =>
      edit(ben, turn % 3 === 2 ? { flags: 4 } : { content: `version ${turn}` }).catch(() => null),
    )
    await Promise.all(edits)
    const last = chat.heard.findLast((one) => one.t === 'MESSAGE_UPDATE')
    expect(last?.d).toMatchObject({ content: (await read()).content })
    const more = [
      edit(ben, { content: 'too late' }).catch(() => null),
      remove(ben),
      edit(ben, { content: 'later' }).catch(() => null),
    ]
    await Promise.all(more)
    expect(chat.heard.at(-1)?.t).toBe('MESSAGE_DELETE')
  })

  test('changes the text, says when, and tells of it', async () => {
    running.clock.advance(5000)
    const edited = await edit(ben, { content: `better words for <@${ada.accountId}>` })
    expect(edited).toEqual({
      ...message,
      content: `better words for <@${ada.accountId}>`,
      mentions: [expect.objectContaining({ id: ada.accountId })],
      edited_timestamp: new Date(running.clock.now()).toISOString(),
    })
    expect(await read()).toEqual(edited)
    expect(chat.heard).toMatchObject([
      {
        t: 'MESSAGE_UPDATE',
        audience: { kind: 'channel', guildId: guild.id, channelId },
        d: { id: message.id, guild_id: guild.id, content: edited.content, member: { roles: [] } },
      },
    ])
    expect(chat.heard[0]).not.toHaveProperty('number')
  })

  test('seals the text anew, and nothing of the old one stays', async () => {
    const before = await stored()
    await edit(ben, { content: 'first words' })
    const after = await stored()
    expect(after?.['content']).not.toEqual(before?.['content'])
    expect(Buffer.from(after?.['content'] as Uint8Array).includes('first')).toBe(false)
  })

  test('of the flags alone leaves the text', async () => {
    const edited = await edit(ben, { flags: 4 | 64 })
    expect(edited).toMatchObject({ content: 'first words', flags: 4 })
  })

  test('keeps whom a reply mentions', async () => {
    const question = await sendMessage(chat, {
      by: ada,
      input: { channelId, content: 'well?' },
      received: [],
    })
    const reference = { message_reference: { message_id: question.id } }
    message = await sendMessage(chat, {
      by: ben,
      input: { channelId, content: 'yes', ...reference },
      received: [],
    })
    expect((await edit(ben, { content: 'no' })).mentions.map((user) => user.id)).toEqual([ada.accountId])
  })

  test('is for the author alone', async () => {
    await expect(edit(ada, { content: 'x' })).rejects.toEqual(refusal('not_your_message'))
    await expect(edit(await running.account(), { content: 'x' })).rejects.toEqual(refusal('unknown_channel'))
    expect((await read()).content).toBe('first words')
  })

  test('refuses to leave nothing', async () => {
    await expect(edit(ben, { content: '' })).rejects.toEqual(refusal('empty_message'))
    await expect(edit(ben, { content: null })).rejects.toEqual(refusal('empty_message'))
  })

  test('refuses messages that do not exist', async () => {
    await remove(ben)
    await expect(edit(ben, { content: 'x' })).rejects.toEqual(refusal('unknown_message'))
  })
})

describe('deleting', () => {
  test('removes the row and what remembers its sending, and tells of it', async () => {
    message = await sendMessage(chat, {
      by: ben,
      input: { channelId, content: 'x', nonce: 1, enforce_nonce: true },
      received: [],
    })
    chat.heard.length = 0
    await remove(ben)
    expect(await stored()).toBeUndefined()
    expect(await chat.database.sql`select from nonces where message_id = ${message.id}`).toHaveLength(0)
    expect(chat.heard).toEqual([
      {
        t: 'MESSAGE_DELETE',
        audience: { kind: 'channel', guildId: guild.id, channelId },
        d: { id: message.id, channel_id: channelId, guild_id: guild.id },
      },
    ])
    await expect(remove(ben)).rejects.toEqual(refusal('unknown_message'))
  })

  test('is for the author and those who manage messages', async () => {
    const own = await sendMessage(chat, { by: ada, input: { channelId, content: 'mine' }, received: [] })
    await expect(deleteMessage(chat, ben, { channelId, messageId: own.id })).rejects.toEqual(
      refusal('missing_permissions'),
    )
    await remove(ada)
    await expect(read()).rejects.toEqual(refusal('unknown_message'))
  })

  test('gives the number to nobody else', async () => {
    await remove(ben)
    await sendMessage(chat, { by: ben, input: { channelId, content: 'next' }, received: [] })
    const numbers = chat.heard.flatMap((one) => one.number ?? [])
    const rows = await chat.database.sql<{ number: string }[]>`
      select number from messages where channel_id = ${channelId} order by number desc limit 2`
    expect(rows.map((row) => Number(row.number))).toEqual([numbers[0], (numbers[0] ?? 0) - 2])
  })
})

describe('typing', () => {
  test('is told of, with who it is', async () => {
    await startTyping(chat, ben, channelId)
    expect(chat.heard).toEqual([
      {
        t: 'TYPING_START',
        audience: { kind: 'channel', guildId: guild.id, channelId },
        d: {
          channel_id: channelId,
          guild_id: guild.id,
          user_id: ben.accountId,
          timestamp: Math.floor(running.clock.now() / 1000),
          member: expect.objectContaining({ user: expect.objectContaining({ id: ben.accountId }) }),
        },
      },
    ])
  })

  test('is refused to those who may not write', async () => {
    await running.storage.admin`
      update roles set permissions = permissions & ${(~bits('SEND_MESSAGES')).toString()} where id = ${guild.id}`
    await running.storage.admin`update guilds set version = version + 1 where id = ${guild.id}`
    await chat.guilds.reload(guild.id)
    await expect(startTyping(chat, ben, channelId)).rejects.toEqual(refusal('missing_permissions'))
    await expect(
      sendMessage(chat, { by: ben, input: { channelId, content: 'x' }, received: [] }),
    ).rejects.toEqual(refusal('missing_permissions'))
  })
})
