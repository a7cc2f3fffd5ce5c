import type { Actor } from '@alles/platform/http'
import { openDatabase, type Database } from '@alles/platform/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Schema } from '../database/types.ts'
import { listMessages } from '../messages/list-messages.ts'
import { sendMessage } from '../messages/send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from '../messages/testing/start-messages.ts'
import { addReaction } from './add-reaction.ts'
import { clearReactions } from './clear-reactions.ts'
import { listReactors } from './list-reactors.ts'
import { removeReaction } from './remove-reaction.ts'
import { sweepChoices } from '../choices/sweep-choices.ts'

const many = 100_000

let running: RunningMessages
let database: Database<Schema>
/** A process whose queries all go through one session, which can be told to say what it read. */
let chat: ChatProcess
let ada: Actor
let channelId: string
let messageId: string
const emoji = '🥕'

beforeAll(async () => {
  running = await startMessages()
  database = openDatabase<Schema>(running.storage.connection, { max: 1 })
  chat = running.another(7, { clock: running.clock, database })
  ada = await running.account()
  const guild = await running.guild(ada)
  channelId = guild.channels.find((channel) => channel.type === 0)?.id ?? ''
  messageId = (await sendMessage(chat, { by: ada, input: { channelId, content: 'Carrots?' }, received: [] }))
    .id
  await addReaction(chat, ada, { channelId, messageId, emoji })
  const { admin } = running.storage
  // Of people who were, with what ada sealed, which opens for nobody but her: hers is the lowest reference.
  await admin`
    insert into reactors select channel_id, message_id, reaction_id, 9000000000000000000 + n, emoji
    from reactors, generate_series(1, ${many}::int) as n`
  await admin`update reactions set count = ${many + 1}`
  // And of other messages, as there are.
  await admin`
    insert into reactors select channel_id, n / 10, n / 3, 8000000000000000000 + n, emoji
    from (select * from reactors limit 1) one, generate_series(1, ${many}::int) as n`
  await admin`vacuum analyze`
}, 60_000)
afterAll(() => running.stop())

/** How many rows and index entries of reactions some work reads. */
async function readsOf(work: () => Promise<unknown>): Promise<number> {
  const flush = () => database.sql`select pg_stat_force_next_flush()`
  await flush()
  const before = await reads()
  await work()
  await flush()
  return (await reads()) - before
}

async function reads(): Promise<number> {
  const [row] = await running.storage.admin<{ reads: string }[]>`
    select (select sum(seq_tup_read) from pg_stat_user_tables where relname in ('reactions', 'reactors'))
      + (select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('reactions', 'reactors')) as reads`
  return Number(row?.reads ?? 0)
}

const page = () => listMessages(chat, ada, { channelId, limit: 50 })

test('what 100,000 reacted to is read, reacted to, paged and cleared at the price of what a few reacted to', async () => {
  expect((await page())[0]?.reactions).toMatchObject([{ count: many + 1, me: true }])
  expect(await readsOf(page)).toBeLessThan(10)
  expect(await readsOf(() => removeReaction(chat, ada, { channelId, messageId, emoji: '🌱' }))).toBeLessThan(
    10,
  )
  expect(await readsOf(() => addReaction(chat, ada, { channelId, messageId, emoji: '🐛' }))).toBeLessThan(20)
  const listing = { channelId, messageId, emoji, limit: 100, type: 0 } as const
  expect(await listReactors(chat, ada, listing)).toHaveLength(100)
  expect(await readsOf(() => listReactors(chat, ada, listing))).toBeLessThan(120)
  expect(await readsOf(() => clearReactions(chat, ada, { channelId, messageId }))).toBeLessThan(30)
  expect((await page())[0]).not.toHaveProperty('reactions')
  await sweepChoices(chat)
  const [left] = await running.storage.admin<{ rows: number }[]>`
    select count(*)::int as rows from reactors where message_id = ${messageId}`
  expect(left?.rows).toBe(0)
}, 60_000)
