import type { GatewayMessageDeleteBulkDispatchData } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import type { Dispatch, GuildState } from '../contract/index.ts'
import { createChannel } from '../channels/create-channel.ts'
import { findMember } from '../members/find-member.ts'
import { deleteAllBy } from './delete-all-by.ts'
import { getMessage } from './get-message.ts'
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
})
beforeEach(async () => {
  ada = await running.account()
  ben = await running.account()
  guild = await running.guild(ada)
  channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
  await running.join(guild.id, ben)
  chat.heard.length = 0
})
afterAll(() => running.stop())

const refOf = async ({ accountId }: Actor) => {
  const state = (await chat.guilds.get(guild.id)) ?? guild
  return (await findMember(chat, state, accountId))?.membershipRef ?? ''
}

/** Rows as many sends would have left them, with ids from 1000 up; nobody reads what they say. */
const write = (by: string, count: number, channel = channelId) => running.storage.admin`
  insert into messages (channel_id, id, guild_id, author_ref, number, kind)
  select ${channel}, 1000 + n, ${guild.id}, ${by}, n, 0 from generate_series(1, ${count}) n`

const left = async (ref: string) => {
  const rows = await running.storage.admin<{ id: string }[]>`
    select id from messages where author_ref = ${ref} order by id`
  return rows.map(({ id }) => id)
}

const bulks = (heard: readonly Dispatch[]) =>
  heard
    .filter(({ t }) => t === 'MESSAGE_DELETE_BULK')
    .map(({ d }) => d as GatewayMessageDeleteBulkDispatchData)

describe('deleting all that somebody wrote', () => {
  test('tells each channel, newest first, by a hundred at most', async () => {
    const ref = await refOf(ben)
    const other = await createChannel(chat, ada, {
      guildId: guild.id,
      name: 'seeds',
      type: 0,
      topic: null,
      parentId: null,
      rateLimitPerUser: 0,
    })
    await write(ref, 700)
    await write(ref, 30, other.id)
    await write(await refOf(ada), 3, '77')
    chat.heard.length = 0

    expect(await deleteAllBy(chat, ref)).toBe(730)

    expect(await left(ref)).toEqual([])
    expect(await left(await refOf(ada))).toHaveLength(3)
    expect(new Set(chat.heard.map(({ t }) => t))).toEqual(new Set(['MESSAGE_DELETE_BULK']))
    for (const { audience, d } of chat.heard) {
      const { ids, ...place } = d as GatewayMessageDeleteBulkDispatchData
      expect(place).toEqual({ guild_id: guild.id, channel_id: (audience as { channelId: string }).channelId })
      expect(audience).toMatchObject({ kind: 'channel', guildId: guild.id })
      expect(ids.length).toBeLessThanOrEqual(100)
    }
    const toldIn = (id: string) => bulks(chat.heard).flatMap((d) => (d.channel_id === id ? d.ids : []))
    expect(toldIn(channelId)).toEqual(Array.from({ length: 700 }, (_, index) => String(1700 - index)))
    expect(toldIn(other.id)).toEqual(Array.from({ length: 30 }, (_, index) => String(1030 - index)))
  })

  test('does nothing twice, and goes on where it was interrupted', async () => {
    const ref = await refOf(ben)
    await write(ref, 900)
    const { admin } = running.storage
    await admin`create function tired() returns trigger language plpgsql as
      'begin if (select count(*) from messages) < 400 then raise exception ''tired''; end if; return null; end'`
    await admin`create trigger tired after delete on messages for each statement execute function tired()`
    await expect(deleteAllBy(chat, ref)).rejects.toThrow('tired')
    await admin`drop trigger tired on messages`
    expect(bulks(chat.heard).flatMap(({ ids }) => ids)).toHaveLength(500)
    expect(await left(ref)).toEqual(Array.from({ length: 400 }, (_, index) => String(1001 + index)))

    expect(await deleteAllBy(chat, ref)).toBe(400)
    expect(new Set(bulks(chat.heard).flatMap(({ ids }) => ids)).size).toBe(900)
    chat.heard.length = 0
    expect(await deleteAllBy(chat, ref)).toBe(0)
    expect(chat.heard).toEqual([])
  })

  test('shared by two processes tells of each message once', async () => {
    const ref = await refOf(ben)
    await write(ref, 1200)
    const other = running.another(9)
    const counts = await Promise.all([deleteAllBy(chat, ref), deleteAllBy(other, ref)])
    expect(counts[0] + counts[1]).toBe(1200)
    const told = bulks([...chat.heard, ...other.heard]).flatMap(({ ids }) => ids)
    expect(told).toHaveLength(1200)
    expect(new Set(told).size).toBe(1200)
  })

  test('leaves answers without what they answered, and no mark of the sending', async () => {
    const sent = await sendMessage(chat, {
      by: ben,
      input: { channelId, content: 'x', nonce: 1, enforce_nonce: true },
      received: [],
    })
    const answer = await sendMessage(chat, {
      by: ada,
      input: {
        channelId,
        content: 'indeed',
        message_reference: { message_id: sent.id },
      },
      received: [],
    })
    expect(answer.referenced_message?.content).toBe('x')
    await deleteAllBy(chat, await refOf(ben))
    const seen = { message_reference: { message_id: sent.id }, referenced_message: null }
    expect(await getMessage(chat, ada, { channelId, messageId: answer.id })).toMatchObject(seen)
    expect(await listMessages(chat, ada, { channelId, limit: 50 })).toMatchObject([seen])
    expect(await chat.database.sql`select from nonces where message_id = ${sent.id}`).toHaveLength(0)
  })

  test('waits for what is being written', async () => {
    const ref = await refOf(ben)
    const { admin } = running.storage
    const written = Promise.withResolvers<void>()
    const writing = admin.begin(async (tx) => {
      await tx`select from channel_heads where channel_id = ${channelId} for update`
      written.resolve()
      await tx`select pg_sleep(0.2)`
      await tx`
        insert into messages (channel_id, id, guild_id, author_ref, number, kind)
        values (${channelId}, 5, ${guild.id}, ${ref}, 1, 0)`
    })
    await written.promise
    expect(await deleteAllBy(chat, ref)).toBe(1)
    await writing
    expect(await left(ref)).toEqual([])
  })

  test('goes by an index', async () => {
    const { admin } = running.storage
    await write('1', 20_000)
    await admin`analyze messages`
    const plan = await admin<{ 'QUERY PLAN': string }[]>`
      explain select channel_id, id from messages where author_ref = 1 and id <= 9000 order by id desc limit 500`
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('messages_author')
    expect(text).not.toContain('Sort')
  })
})
