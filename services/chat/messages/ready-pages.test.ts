import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { ReadyJson } from '@alles/platform/http'
import type { GuildState, Message } from '../contract/index.ts'
import { findMember } from '../members/find-member.ts'
import { addReaction } from '../reactions/add-reaction.ts'
import { removeReaction } from '../reactions/remove-reaction.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { listMessages, listReadily } from './list-messages.ts'
import { pageSize } from './ready-pages.ts'
import { sendMessage } from './send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from './testing/start-messages.ts'

let running: RunningMessages
/** One that has the database for itself, and two that share it. */
let chat: ChatProcess
let left: ChatProcess
let right: ChatProcess
let ada: Actor
let guild: GuildState
let channelId: string

beforeAll(async () => {
  running = await startMessages()
  chat = { ...running.chat, isAlone: () => true }
  left = running.another(2)
  right = running.another(3)
  ada = await running.account()
})
afterAll(() => running.stop())
beforeEach(async () => {
  guild = await running.guild(ada)
  channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
})

const send = (on: ChatProcess, content: string, more: object = {}) =>
  sendMessage(on, { by: ada, input: { channelId, content, ...more }, received: [] })
const edit = (on: ChatProcess, messageId: string, content: string) =>
  editMessage(on, { by: ada, input: { channelId, messageId, content }, received: [] })
const remove = (on: ChatProcess, messageId: string) => deleteMessage(on, ada, { channelId, messageId })
async function read(on: ChatProcess, limit = 50): Promise<Message[]> {
  const answer = await listReadily(on, ada, { channelId, limit })
  return answer instanceof ReadyJson ? (JSON.parse(answer.bytes.toString()) as Message[]) : answer
}
const words = async (on: ChatProcess, limit = 50) => (await read(on, limit)).map((one) => one.content)
const cold = (on: ChatProcess) => {
  on.pages.forget(channelId)
  return read(on)
}

describe('the newest page kept ready', () => {
  test('is the page that is read from the database, byte by byte as it is sent', async () => {
    const first = await send(chat, 'first', { nonce: 'n' })
    await send(chat, 'second', { message_reference: { message_id: first.id } })
    await read(chat)
    await send(chat, `third <@${ada.accountId}>`, { nonce: 7 })
    const warm = await read(chat)
    expect(warm).toHaveLength(3)
    expect(warm).toEqual(await cold(chat))
    expect(warm[0]).not.toHaveProperty('nonce')
    expect(chat.pages.find(channelId)?.items).toHaveLength(3)
  })

  test('takes new messages in front, and holds no more than a page', async () => {
    for (let at = 0; at < pageSize; at += 1) await send(chat, `${at}`)
    await read(chat)
    const kept = chat.pages.find(channelId)
    await send(chat, 'one more')
    expect(chat.pages.find(channelId)).not.toBe(kept)
    expect((await words(chat)).slice(0, 2)).toEqual(['one more', `${pageSize - 1}`])
    expect(await read(chat)).toHaveLength(pageSize)
    expect(await words(chat, 2)).toEqual(['one more', `${pageSize - 1}`])
  })

  test('is forgotten by edits and deletions, of answered messages too', async () => {
    const first = await send(chat, 'first')
    const second = await send(chat, 'second', { message_reference: { message_id: first.id } })
    await read(chat)
    await edit(chat, first.id, 'changed')
    expect((await read(chat))[0]?.referenced_message?.content).toBe('changed')
    await remove(chat, first.id)
    expect(await read(chat)).toMatchObject([{ id: second.id, referenced_message: null }])
  })

  test('is forgotten with looks, keys and guilds', async () => {
    const contentKeyId = (await findMember(chat, guild, ada.accountId))?.contentKeyId ?? ''
    const forgetting: ((on: ChatProcess) => void)[] = [
      (on) => on.pages.forgetAccount(ada.accountId),
      (on) => on.pages.forgetKeys(new Set([contentKeyId])),
      (on) => on.pages.forgetGuild(guild.id),
    ]
    await send(chat, 'first')
    for (const forget of forgetting) {
      await read(chat)
      expect(chat.pages.find(channelId)).toBeDefined()
      forget(chat)
      expect(chat.pages.find(channelId)).toBeUndefined()
    }
  })

  test('is not kept where something happened while it was read', async () => {
    const { id } = await send(chat, 'first')
    const reading = read(chat)
    await edit(chat, id, 'second')
    await reading
    expect(await words(chat)).toEqual(['second'])
  })

  test('shows reactions as they are, whichever process they were given in, and to each their own', async () => {
    const { id: messageId } = await send(left, 'first')
    await send(left, 'second')
    const react = (on: ChatProcess, emoji: string) => addReaction(on, ada, { channelId, messageId, emoji })
    const shown = async (on: ChatProcess) =>
      ((await read(on))[1]?.reactions ?? []).map(({ emoji, count, me }) => [emoji.name, count, me])
    const everywhere = async () => [await shown(left), await shown(right)]
    expect(await everywhere()).toEqual([[], []])
    await react(left, '🥕')
    expect(await everywhere()).toEqual([[['🥕', 1, true]], [['🥕', 1, true]]])
    await react(right, '🌱')
    const both = [
      ['🥕', 1, true],
      ['🌱', 1, true],
    ]
    expect(await everywhere()).toEqual([both, both])
    await removeReaction(left, ada, { channelId, messageId, emoji: '🥕' })
    await removeReaction(right, ada, { channelId, messageId, emoji: '🌱' })
    expect(await everywhere()).toEqual([[], []])
    await react(right, '🥕')
    expect(await everywhere()).toEqual([[['🥕', 1, true]], [['🥕', 1, true]]])
    expect(left.pages.find(channelId)?.items.map((item) => item.json !== null)).toEqual([true, true])
    expect(await read(left)).toEqual(
      await listMessages(left, ada, { channelId, limit: 50, around: messageId }),
    )
  })

  test('is refused to whoever may not read it, ready or not', async () => {
    await send(chat, 'first')
    await read(chat)
    const eve = await running.account()
    await expect(listReadily(chat, eve, { channelId, limit: 50 })).rejects.toMatchObject({
      kind: { code: 'unknown_channel' },
    })
  })

  test('is right in each of two processes at once after every write of either', async () => {
    let newest = await send(left, 'start')
    for (let turn = 0; turn < 12; turn += 1) {
      const [writer, reader] = turn % 2 === 0 ? [left, right] : [right, left]
      await read(reader)
      if (turn % 4 === 1) await edit(writer, newest.id, `edited ${turn}`)
      else if (turn % 4 === 3) await remove(writer, newest.id)
      else newest = await send(writer, `sent ${turn}`)
      const expected = await listMessages(reader, ada, { channelId, limit: 50 })
      expect(await read(reader)).toEqual(expected)
      expect(await words(reader)).toEqual(await words(writer))
      reader.pages.forget(channelId)
      expect(await read(reader)).toEqual(expected)
    }
  })
})
