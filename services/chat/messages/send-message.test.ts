import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { editChannel } from '../channels/edit-channel.ts'
import { bits, type GuildState } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { removeFromGuild } from '../members/remove-from-guild.ts'
import { changeRole, editMember } from '../members/edit-member.ts'
import { createRole } from '../roles/create-role.ts'
import { findMember } from '../members/find-member.ts'
import { deleteMessage } from './delete-message.ts'
import { listMessages } from './list-messages.ts'
import { sendMessage } from './send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from './testing/start-messages.ts'

let running: RunningMessages
let chat: ChatProcess
let ada: Actor
let ben: Actor
let guild: GuildState
let channelId: string

beforeAll(async () => {
  running = await startMessages()
  chat = running.chat
  ada = await running.account()
  ben = await running.account()
})
afterAll(() => running.stop())
beforeEach(async () => {
  const made = await running.guild(ada)
  await running.join(made.id, ben)
  guild = (await chat.guilds.get(made.id)) ?? made
  channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
  chat.heard.length = 0
})

const send = (by: Actor, content: string, more: object = {}) =>
  sendMessage(chat, { by, input: { channelId, content, ...more }, received: [] })
const page = () => listMessages(chat, ada, { channelId, limit: 50 })
const refusal = (code: string) => expect.objectContaining({ kind: expect.objectContaining({ code }) })
const refOf = async (account: Actor) =>
  (await findMember(chat, guild, account.accountId))?.membershipRef ?? ''

describe('sending', () => {
  test('answers with the message and tells of it', async () => {
    const message = await send(ada, 'Good morning', { nonce: 7 })
    expect(message).toMatchObject({
      channel_id: channelId,
      content: 'Good morning',
      nonce: 7,
      type: 0,
      flags: 0,
      tts: false,
      pinned: false,
      edited_timestamp: null,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      author: { id: ada.accountId, username: expect.stringContaining('writer_') },
    })
    expect(new Date(message.timestamp).getTime()).toBe(running.clock.now())
    expect(message).not.toHaveProperty('guild_id')
    expect(chat.heard).toEqual([
      {
        t: 'MESSAGE_CREATE',
        audience: { kind: 'channel', guildId: guild.id, channelId },
        number: 1,
        nonce: '7',
        d: {
          ...message,
          guild_id: guild.id,
          channel_type: 0,
          member: expect.objectContaining({ roles: [], joined_at: expect.any(String) }),
        },
      },
    ])
  })

  test('moves the head of the channel in memory', async () => {
    const message = await send(ada, 'one')
    const channel = chat.guilds.peek(guild.id)?.channels.find((one) => one.id === channelId)
    expect(channel).toMatchObject({ lastMessageId: message.id, lastNumber: 1 })
  })

  test('leaves no trace in the outbox once it is told of', async () => {
    await send(ada, 'one')
    await chat.writer.stop()
    expect(await chat.database.sql`select from outbox`).toHaveLength(0)
  })

  test('stores neither the text nor the account in clear', async () => {
    await send(ada, `canary-in-a-coal-mine <@${ben.accountId}>`)
    const [row] = await running.storage
      .admin`select messages::text from messages where channel_id = ${channelId}`
    const bytes = Buffer.from('canary').toString('hex')
    expect(row?.['messages']).not.toContain('canary')
    expect(row?.['messages']).not.toContain(bytes)
    expect(row?.['messages']).not.toContain(ada.accountId)
    expect(row?.['messages']).not.toContain(Buffer.from(ben.accountId).toString('hex'))
  })

  test('refuses an empty message', async () => {
    await expect(send(ada, '')).rejects.toEqual(refusal('empty_message'))
  })

  test('refuses people from outside as if the channel did not exist', async () => {
    const eve = await running.account()
    await expect(send(eve, 'let me in')).rejects.toEqual(refusal('unknown_channel'))
  })

  test('refuses channels that do not exist', async () => {
    await expect(
      sendMessage(chat, { by: ada, input: { channelId: '1', content: 'x' }, received: [] }),
    ).rejects.toEqual(refusal('unknown_channel'))
  })

  test('refuses categories', async () => {
    const category = guild.channels.find((channel) => channel.type === 4)
    if (!category) return
    await expect(
      sendMessage(chat, { by: ada, input: { channelId: category.id, content: 'x' }, received: [] }),
    ).rejects.toEqual(refusal('not_a_text_channel'))
  })
})

describe('a channel others changed meanwhile', () => {
  test('refuses who was removed between judging and writing', async () => {
    const other = running.another(2)
    await other.guilds.get(guild.id)
    await removeFromGuild(chat, guild.id, (_, members) => members.get(ben.accountId))
    await expect(
      sendMessage(other, { by: ben, input: { channelId, content: 'still here?' }, received: [] }),
    ).rejects.toEqual(refusal('unknown_channel'))
    expect(await page()).toEqual([])
  })

  test('writes for those who still may', async () => {
    const other = running.another(3)
    await other.guilds.get(guild.id)
    await running.join(guild.id, await running.account())
    const message = await sendMessage(other, {
      by: ben,
      input: { channelId, content: 'hello' },
      received: [],
    })
    expect((await page())[0]?.id).toBe(message.id)
  })

  test('is not judged again because somebody else joined or got a role', async () => {
    const other = running.another(5)
    const write = vi.spyOn(other.writer, 'send')
    await sendMessage(other, { by: ben, input: { channelId, content: 'one' }, received: [] })
    const cem = await running.account()
    await running.join(guild.id, cem)
    await editMember(chat, ada, { guildId: guild.id, accountId: cem.accountId, nick: 'Cem' })
    await sendMessage(other, { by: ben, input: { channelId, content: 'two' }, received: [] })
    expect(write).toHaveBeenCalledTimes(2)
  })

  test('refuses who lost a role between judging and writing', async () => {
    const { id: roleId } = await createRole(chat, ada, { guildId: guild.id, name: 'writers' })
    const bitsOf = bits('SEND_MESSAGES').toString()
    const overwrites = [
      { id: guild.id, type: 0 as const, deny: bitsOf },
      { id: roleId, type: 0 as const, allow: bitsOf },
    ]
    await editChannel(chat, ada, { channelId, overwrites })
    const wish = { guildId: guild.id, accountId: ben.accountId, roleId }
    await changeRole(chat, ada, { ...wish, has: true })
    const other = running.another(6)
    await sendMessage(other, { by: ben, input: { channelId, content: 'as a writer' }, received: [] })
    await changeRole(chat, ada, { ...wish, has: false })
    await expect(
      sendMessage(other, { by: ben, input: { channelId, content: 'no longer' }, received: [] }),
    ).rejects.toEqual(refusal('missing_permissions'))
    await changeRole(chat, ada, { ...wish, has: true })
    await sendMessage(other, { by: ben, input: { channelId, content: 'again' }, received: [] })
  })

  test('knows members and channels that another process made', async () => {
    const other = running.another(4)
    await other.guilds.get(guild.id)
    const cem = await running.account()
    await running.join(guild.id, cem)
    expect(
      await sendMessage(other, { by: cem, input: { channelId, content: 'hello' }, received: [] }),
    ).toMatchObject({ content: 'hello' })
  })

  test('lets a change be told of before what was written after it', async () => {
    const slow = Promise.withResolvers<void>()
    const changing = changeGuild(chat, guild.id, {
      apply: async () => undefined,
      announce: async () => {
        await slow.promise
        return [{ t: 'CHANGED', d: {}, audience: { kind: 'guild', guildId: guild.id }, reshape: true }]
      },
    })
    const before = chat.guilds.peek(guild.id)
    while (chat.guilds.peek(guild.id)?.version === before?.version) await new Promise(setImmediate)
    if (before) chat.guilds.replace(before)
    const sending = send(ada, 'after')
    setTimeout(slow.resolve, 50)
    await Promise.all([changing, sending])
    expect(chat.heard.map((one) => one.t)).toEqual(['CHANGED', 'MESSAGE_CREATE'])
  })

  test('refuses a deleted channel', async () => {
    await running.storage.admin`delete from channels where id = ${channelId}`
    await running.storage.admin`update guilds set version = version + 1 where id = ${guild.id}`
    await expect(send(ada, 'into the void')).rejects.toEqual(refusal('unknown_channel'))
  })
})

describe('a nonce that is enforced', () => {
  const again = { nonce: 'the same', enforce_nonce: true }

  test('writes once, whoever retries where', async () => {
    const other = running.another(5, { clock: running.clock })
    const sends = [0, 1, 2, 3, 4, 5].map((index) =>
      sendMessage(index % 2 === 0 ? chat : other, {
        by: ada,
        input: { channelId, content: 'once', ...again },
        received: [],
      }),
    )
    const ids = new Set((await Promise.all(sends)).map((message) => message.id))
    const later = await send(ada, 'once', again)
    expect(ids).toEqual(new Set([later.id]))
    expect(later.nonce).toBe('the same')
    expect(await page()).toHaveLength(1)
    expect([...chat.heard, ...other.heard]).toHaveLength(1)
  })

  test('also finds a first send that did not enforce it', async () => {
    const first = await send(ada, 'once', { nonce: 5 })
    const second = await send(ada, 'once', { nonce: '5', enforce_nonce: true })
    expect(second.id).toBe(first.id)
  })

  test('does not hinder others, or other channels', async () => {
    const elsewhere = await running.guild(ada)
    const there = elsewhere.channels.find((channel) => channel.type === 0)?.id ?? ''
    const messages = await Promise.all([
      send(ada, 'a', again),
      send(ben, 'b', again),
      sendMessage(chat, { by: ada, input: { channelId: there, content: 'c', ...again }, received: [] }),
    ])
    expect(new Set(messages.map((message) => message.id)).size).toBe(3)
  })

  test('ends after ten minutes', async () => {
    const first = await send(ada, 'once', again)
    running.clock.advance(10 * 60 * 1000 + 1)
    expect((await send(ada, 'once', again)).id).not.toBe(first.id)
  })

  test('ends with its message', async () => {
    const first = await send(ada, 'once', again)
    await deleteMessage(chat, ada, { channelId, messageId: first.id })
    expect((await send(ada, 'once', again)).id).not.toBe(first.id)
  })

  test('does nothing without being enforced', async () => {
    await Promise.all([send(ada, 'x', { nonce: 1 }), send(ada, 'x', { nonce: 1 })])
    expect(await page()).toHaveLength(2)
  })
})

describe('replies', () => {
  test('show what they answer, and mention its author', async () => {
    const first = await send(ada, 'a question')
    const reply = await send(ben, 'an answer', { message_reference: { message_id: first.id } })
    expect(reply).toMatchObject({
      type: 19,
      message_reference: { type: 0, message_id: first.id, channel_id: channelId, guild_id: guild.id },
      referenced_message: { id: first.id, content: 'a question', author: { id: ada.accountId } },
      mentions: [{ id: ada.accountId }],
    })
    expect((await page())[0]).toEqual(reply)
  })

  test('show null where what they answer is gone', async () => {
    const first = await send(ada, 'a question')
    const reply = await send(ben, 'an answer', { message_reference: { message_id: first.id } })
    await deleteMessage(chat, ada, { channelId, messageId: first.id })
    expect(await page()).toEqual([{ ...reply, referenced_message: null }])
  })

  test('refuse what does not exist, unless it need not', async () => {
    const gone = { message_id: '123' }
    await expect(send(ada, 'x', { message_reference: gone })).rejects.toEqual(refusal('unknown_reference'))
    const plain = await send(ada, 'x', { message_reference: { ...gone, fail_if_not_exists: false } })
    expect(plain.type).toBe(0)
    expect(plain).not.toHaveProperty('referenced_message')
  })

  test('refuse messages of other channels', async () => {
    const first = await send(ada, 'here')
    await expect(
      send(ada, 'x', { message_reference: { message_id: first.id, channel_id: '123' } }),
    ).rejects.toEqual(refusal('unknown_reference'))
  })
})

describe('mentions', () => {
  test('are stored by membership and shown by account', async () => {
    const message = await send(ada, `ask <@${ben.accountId}> or <@12345>`)
    expect(message.content).toBe(`ask <@${ben.accountId}> or <@12345>`)
    expect(message.mentions.map((user) => user.id)).toEqual([ben.accountId])
    expect(await page()).toEqual([message])
    expect(chat.heard[0]?.d).toMatchObject({ mentions: [{ id: ben.accountId, member: { roles: [] } }] })
  })

  test('show nobody once the account is cut from its membership', async () => {
    await send(ada, `ask <@${ben.accountId}>`)
    const ref = await refOf(ben)
    await running.storage.admin`update memberships set account_id = null where ref = ${ref}`
    chat.authors.evict([ref])
    const [message] = await page()
    expect(message?.content).toBe(`ask <@${ref}>`)
    expect(message?.mentions[0]).toMatchObject({ id: ref })
    expect(JSON.stringify(message)).not.toContain(ben.accountId)
  })
})
