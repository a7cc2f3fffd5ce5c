import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Actor } from '@alles/platform/http'
import { systemClock, type Clock } from '@alles/platform/ids'
import { DatabaseUnavailable, openDatabase, type Database } from '@alles/platform/postgres'
import type { GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { announceForgotten } from '../outbox/announce-forgotten.ts'
import { listAfter } from './message-store.ts'
import { sendMessage } from './send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from './testing/start-messages.ts'

let running: RunningMessages
let ada: Actor
let guild: GuildState
const channels: string[] = []

beforeAll(async () => {
  running = await startMessages()
  ada = await running.account()
  guild = await running.guild(ada)
  channels.push(...guild.channels.filter((channel) => channel.type === 0).map((channel) => channel.id))
  for (let count = 0; count < 3; count += 1) {
    const { channels: more } = await running.guild(ada)
    channels.push(...more.filter((channel) => channel.type === 0).map((channel) => channel.id))
  }
})
afterAll(() => running.stop())

const channel = (index: number) => channels[index % channels.length] ?? ''

async function rowsOf(channelId: string) {
  return running.storage.database.kysely
    .selectFrom('messages')
    .select(['id', 'number'])
    .where('channel_id', '=', channelId)
    .orderBy('number')
    .execute()
}

/** Follows a channel as a client does, until it has seen `count` messages. */
async function follow(database: Database<Schema>, channelId: string, count: number): Promise<string[]> {
  const seen: string[] = []
  while (seen.length < count) {
    const page = await listAfter(database, { channelId, id: seen.at(-1) ?? '0' }, 7)
    seen.push(...page.map((row) => row.id).toReversed())
  }
  return seen
}

describe('two processes on one database', () => {
  test('number every channel without gaps, with ids that only rise, and a reader misses nothing', async () => {
    const behind: Clock = { now: () => systemClock.now() - 5000 }
    const processes = [running.another(1), running.another(2, { clock: behind })]
    const each = 60
    const senders = Array.from({ length: 64 }, async (_, sender) => {
      const chat = processes[sender % 2] as ChatProcess
      for (let count = 0; count < each; count += 1)
        await sendMessage(chat, {
          by: ada,
          input: { channelId: channel(sender + count), content: `${sender}.${count}` },
          received: [],
        })
    })
    const expected = (64 * each) / channels.length
    const readers = channels.map((id) => follow(running.storage.database, id, expected))
    await Promise.all(senders)
    for (const [index, seen] of (await Promise.all(readers)).entries()) {
      const rows = await rowsOf(channel(index))
      expect(rows.map((row) => row.number)).toEqual(rows.map((_, at) => String(at + 1)))
      expect(rows.map((row) => row.id)).toEqual(
        rows.map((row) => row.id).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
      )
      expect(seen).toEqual(rows.map((row) => row.id))
    }
    for (const chat of processes) {
      const told = Map.groupBy(chat.heard, (one) => (one.d as { channel_id: string }).channel_id)
      for (const events of told.values()) {
        const numbers = events.map((one) => one.number ?? 0)
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      }
    }
    expect(processes.flatMap((chat) => chat.heard)).toHaveLength(64 * each)
    await Promise.all(processes.map((chat) => chat.writer.stop()))
    expect(await running.storage.admin`select from outbox`).toHaveLength(0)
  })
})

describe('a fault', () => {
  test('of one message does not take its neighbours along', async () => {
    const chat = running.another(3)
    const ben = await running.account()
    await running.join(guild.id, ben)
    // No key has this id.
    await running.storage.admin`
      update memberships set content_key_id = 4711 where account_id = ${ben.accountId}`
    await chat.guilds.reload(guild.id)
    const sends = [ada, ben, ada, ada, ben, ada].map((by) =>
      sendMessage(chat, { by, input: { channelId: channel(0), content: 'x' }, received: [] }),
    )
    const results = await Promise.allSettled(sends)
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(chat.heard).toHaveLength(4)
  })
})

describe('a lost database', () => {
  const unknown = { nonce: 'unknown', enforce_nonce: true }
  const again = { nonce: 'retry', enforce_nonce: true }

  /** Holds up all groups that write into a channel, and cuts their connections while they wait. */
  async function cutWriters(channelId: string, sends: () => Promise<unknown>[]) {
    const { database, admin } = running.storage
    return database.transaction(async (tx) => {
      await tx.sql`select from channel_heads where channel_id = ${channelId} for update`
      const settling = Promise.allSettled(sends())
      let pending = true
      void settling.then(() => (pending = false))
      while (pending)
        await admin`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
      return settling
    })
  }

  /** A database that commits a group and then loses its answer, once. */
  function forgetful(): Database<Schema> {
    const database = openDatabase<Schema>(running.storage.connection)
    let armed = true
    const sql = new Proxy(database.sql, {
      apply(target, receiver, args: unknown[]) {
        const query = Reflect.apply(target as unknown as () => Promise<unknown>, receiver, args)
        const [text] = args as [readonly string[]]
        if (!armed || !text.join('').includes('write_messages')) return query
        armed = false
        return query.then(() => {
          throw new DatabaseUnavailable()
        })
      },
    })
    return { ...database, sql }
  }

  test('before the commit acknowledges nothing and writes nothing', async () => {
    const chat = running.another(4)
    await chat.guilds.get(guild.id)
    const before = await rowsOf(channel(0))
    const results = await cutWriters(channel(0), () =>
      [1, 2, 3].map((index) =>
        sendMessage(chat, { by: ada, input: { channelId: channel(0), content: `${index}` }, received: [] }),
      ),
    )
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(DatabaseUnavailable) })
    expect(await rowsOf(channel(0))).toEqual(before)
    expect(chat.heard).toHaveLength(0)
    await vi.waitFor(
      () =>
        sendMessage(chat, {
          by: ada,
          input: { channelId: channel(0), content: 'back', ...again },
          received: [],
        }),
      5000,
    )
    expect(await rowsOf(channel(0))).toHaveLength(before.length + 1)
    await chat.writer.stop()
    await running.storage.admin`delete from outbox`
  })

  test('with its outcome unknown acknowledges nothing; a retry finds the message, and others tell of it', async () => {
    const chat = running.another(5, { database: forgetful() })
    const before = (await rowsOf(channel(0))).length
    const send = () =>
      sendMessage(chat, {
        by: ada,
        input: { channelId: channel(0), content: 'sent?', ...unknown },
        received: [],
      })
    await expect(send()).rejects.toBeInstanceOf(DatabaseUnavailable)
    const message = await send()
    expect(message.content).toBe('sent?')
    expect(await rowsOf(channel(0))).toHaveLength(before + 1)
    expect(chat.heard).toHaveLength(0)
    await chat.writer.stop()

    const late = running.another(6, { clock: { now: () => systemClock.now() + 2500 } })
    await announceForgotten(late)
    expect(late.heard).toMatchObject([
      { t: 'MESSAGE_CREATE', number: before + 1, d: { id: message.id, content: 'sent?' } },
    ])
    await announceForgotten(late)
    expect(late.heard).toHaveLength(1)
  })
})

test('what was announced is not announced by others', async () => {
  const chat = running.another(7)
  await Promise.all(
    [1, 2, 3].map(() =>
      sendMessage(chat, { by: ada, input: { channelId: channel(0), content: 'x' }, received: [] }),
    ),
  )
  await announceForgotten(chat)
  expect(chat.heard).toHaveLength(3)
})
