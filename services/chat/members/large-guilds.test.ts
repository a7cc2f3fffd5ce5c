import { openDatabase, type Database } from '@alles/platform/postgres'
import type { Actor } from '@alles/platform/http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { findHeir } from '../guilds/find-heir.ts'
import { sendMessage } from '../messages/send-message.ts'
import { startMessages, type ChatProcess, type RunningMessages } from '../messages/testing/start-messages.ts'
import { createRole } from '../roles/create-role.ts'
import { editRole } from '../roles/edit-role.ts'
import { fillGuild, giveToAll, readsOfMembers } from '../testing/large-guild.ts'
import { changeRole } from './edit-member.ts'
import { findMember, findMembers } from './find-member.ts'
import { addMember, prepareMembership } from './add-member.ts'
import { listMembers } from './list-members.ts'
import { joined } from './member-events.ts'
import { membersAlone } from '../guilds/touched.ts'
import { removeFromGuild } from './remove-from-guild.ts'
import { searchMembers } from './search-members.ts'

const large = 20_000
const small = 20

let running: RunningMessages
let database: Database<Schema>
/** A process whose queries all go through one session, which can be told to say what it read. */
let chat: ChatProcess
let ada: Actor
let ben: Actor

interface Place {
  readonly guild: GuildState
  readonly channelId: string
  readonly roleId: string
}
let places: { large: Place; small: Place }

beforeAll(async () => {
  running = await startMessages()
  database = openDatabase<Schema>(running.storage.connection, { max: 1 })
  chat = running.another(7, { clock: running.clock, database })
  ada = await running.account()
  ben = await running.account()
  places = { large: await place(large), small: await place(small) }
  await running.storage.admin`vacuum analyze`
})
afterAll(() => running.stop())

/** A guild of ada's, in which ben is, and many others, all with one role. */
async function place(size: number): Promise<Place> {
  const { admin } = running.storage
  const { id, channels } = await running.guild(ada)
  await running.join(id, ben)
  const { id: roleId } = await createRole(running.chat, ada, { guildId: id, name: 'gardeners' })
  await fillGuild(admin, id, size - 2)
  await giveToAll(admin, id, roleId)
  const guild = await chat.guilds.reload(id)
  if (!guild) throw new Error('the guild is not there')
  return { guild, roleId, channelId: channels.find((one) => one.type === 0)?.id ?? '' }
}

/** How many rows and index entries about members some work reads. */
async function readsOf(work: () => Promise<unknown>): Promise<number> {
  const flush = () => database.sql`select pg_stat_force_next_flush()`
  await flush()
  const before = await readsOfMembers(running.storage.admin)
  await work()
  await flush()
  return (await readsOfMembers(running.storage.admin)) - before
}

/** The same in the small and in the large guild. */
async function readsInBoth(work: (place: Place) => Promise<unknown>) {
  return {
    small: await readsOf(() => work(places.small)),
    large: await readsOf(() => work(places.large)),
  }
}

async function join({ guild }: Place, { accountId }: Actor): Promise<void> {
  const guildId = guild.id
  const membership = await prepareMembership(chat, guildId, accountId)
  await changeGuild(chat, guildId, {
    apply: (tx) => addMember(chat, tx, { guildId, accountId, membership }),
    touches: (member) => membersAlone({ how: 'joined', member }),
    announce: (after, member) => joined(chat, after, member),
  })
}

/** Which index is gone by may differ with what the planner guesses; that the number of members does not matter may not. */
function expectBounded(reads: { readonly small: number; readonly large: number }): void {
  expect(reads.small).toBeLessThan(100)
  expect(reads.large).toBeLessThan(100)
}

describe('a guild of 20,000 members costs what one of 20 does', () => {
  test('to be read, whoever is in it', async () => {
    const reads = await readsInBoth(({ guild }) => chat.guilds.reload(guild.id))
    expectBounded(reads)
    expect((await chat.guilds.get(places.large.guild.id))?.memberCount).toBe(large)
  })

  test('to be written in, the first time and every other', async () => {
    const write = ({ channelId }: Place) =>
      sendMessage(chat, { by: ben, input: { channelId, content: 'hello' }, received: [] })
    const first = await readsInBoth(write)
    expect(first.small).toBeGreaterThan(0)
    expectBounded(first)
    const next = await readsInBoth(write)
    expectBounded(next)
    // Nothing but the author's own membership at the moment of the commit.
    expect(next.large).toBeLessThan(8)
  })

  test('to be begun with: what a session asks of it', async () => {
    const begin = async ({ guild }: Place) => {
      await chat.guilds.get(guild.id)
      await chat.members.ofAccount(ben.accountId)
      await findMember(chat, guild, ben.accountId)
    }
    const reads = await readsInBoth(begin)
    expectBounded(reads)
  })

  test('to be joined and left', async () => {
    const cleo = await running.account()
    const joining = await readsInBoth((at) => join(at, cleo))
    expectBounded(joining)
    const leaving = await readsInBoth(({ guild }) =>
      removeFromGuild(chat, guild.id, (_, members) => members.get(cleo.accountId)),
    )
    expectBounded(leaving)
  })

  test('when a role changes that everybody has, and when somebody gets another', async () => {
    const changing = await readsInBoth(({ guild, roleId }) =>
      editRole(chat, ada, { guildId: guild.id, roleId, color: 7 }),
    )
    expectBounded(changing)
    const made = {
      small: await createRole(chat, ada, { guildId: places.small.guild.id, name: 'a' }),
      large: await createRole(chat, ada, { guildId: places.large.guild.id, name: 'a' }),
    }
    const giving = await readsInBoth((at) => {
      const roleId = (at === places.large ? made.large : made.small).id
      const wish = { guildId: at.guild.id, accountId: ben.accountId, roleId, has: true }
      return changeRole(chat, ada, wish)
    })
    expectBounded(giving)
  })

  test('to find who owns it next', async () => {
    expectBounded(await readsInBoth(({ guild }) => findHeir(database, guild)))
  })

  test('to page through: what is on the page, and no more', async () => {
    const reads = await readsInBoth(({ guild }) =>
      listMembers(chat, { guildId: guild.id, after: '0', limit: 10 }),
    )
    expect(reads.large).toBeLessThanOrEqual(10 * 8)
  })
})

describe('members of a large guild', () => {
  test('are read in few queries, however many are asked for at once', async () => {
    const { guild } = places.large
    const page = await listMembers(chat, { guildId: guild.id, after: '0', limit: 1000 })
    const ids = page.map((member) => member.accountId)
    let queries = 0
    const sql = new Proxy(database.sql, {
      apply(target, receiver, given) {
        const [first] = given as [unknown]
        // What `array` and the like make is no query of its own.
        if (Array.isArray(first) && String(first[0]).trimStart().startsWith('select asked.')) queries += 1
        return Reflect.apply(target as unknown as () => unknown, receiver, given)
      },
    })
    const other = running.another(8, { clock: running.clock, database: { ...database, sql } })
    const known = (await other.guilds.get(guild.id)) ?? guild
    await Promise.all(ids.map((id) => findMember(other, known, id)))
    expect(queries).toBe(1)
    expect((await findMembers(other, known, ids)).size).toBe(1000)
    expect(queries).toBe(1)
  })

  test('are looked through a bounded number at a time, and all of them in the end', async () => {
    const { guild } = places.large
    const reads = await readsOf(() => searchMembers(chat, guild, { query: 'nobody', limit: 5 }))
    expect(reads).toBeLessThan(large * 8)
    const found = async () => searchMembers(chat, guild, { query: 'writer_', limit: 5 })
    await expect
      .poll(async () => (await found()).map((one) => one.accountId).toSorted())
      .toEqual([ada.accountId, ben.accountId].toSorted())
  })
})
