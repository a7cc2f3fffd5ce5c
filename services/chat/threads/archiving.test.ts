import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Thread } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person
let guildId = ''
let channelId = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person()
  member = await chat.person()
})
beforeEach(async () => {
  ;({ id: guildId, channelId } = await chat.guildOf(owner, member))
})
afterAll(() => chat.stop())

const minute = 60_000
const open = (name: string, by = member) =>
  by.api.startThread({ channelId, name, type: 11, auto_archive_duration: 60 })
const say = (content: string, channel: string, by = member) =>
  by.api.sendMessage({ channelId: channel, content })
const edit = (channel: string, change: object, by = member) =>
  chat.codeOf(by.api.editChannel({ channelId: channel, ...change }))
const isArchived = async (id: string) =>
  ((await owner.api.getChannel({ channelId: id })) as Thread).thread_metadata.archived
const workOff = () => chat.parts.jobs.runInterval('chat.archiveSilent')

describe('a silent thread', () => {
  test('is archived once nobody wrote for as long as it says', async () => {
    const { id } = await open('Silence')
    chat.clock.advance(59 * minute)
    await say('not yet', id)
    chat.clock.advance(2 * minute)
    await workOff()
    expect(await isArchived(id)).toBe(false)
    const heard = chat.listen(guildId)
    chat.clock.advance(59 * minute)
    await workOff()
    expect(await isArchived(id)).toBe(true)
    expect(heard).toMatchObject([{ t: 'THREAD_UPDATE', d: { id, thread_metadata: { archived: true } } }])
    expect((await chat.state(guildId)).threads.size).toBe(0)
    expect((await owner.api.listActiveThreads({ guildId })).threads).toEqual([])
  })

  test('lasts longer where that was changed', async () => {
    const { id } = await open('Longer')
    expect(await edit(id, { auto_archive_duration: 1440 })).toBe('done')
    chat.clock.advance(100 * minute)
    await workOff()
    expect(await isArchived(id)).toBe(false)
    chat.clock.advance(1440 * minute)
    await workOff()
    expect(await isArchived(id)).toBe(true)
  })
})

describe('an archived thread', () => {
  test('is read, and wakes when somebody writes in it', async () => {
    const { id } = await open('Sleeper')
    const { id: messageId } = await say('before', id)
    expect(await edit(id, { archived: true })).toBe('done')
    expect(await owner.api.listMessages({ channelId: id })).toHaveLength(1)
    const change = owner.api.editMessage({ channelId: id, messageId, content: 'x' })
    expect(await chat.codeOf(change)).toBe('not_your_message')
    const own = member.api.editMessage({ channelId: id, messageId, content: 'x' })
    expect(await chat.codeOf(own)).toBe('thread_archived')
    for (const call of [owner.api.joinThread, owner.api.leaveThread])
      expect(await chat.codeOf(call({ channelId: id }))).toBe('thread_archived')
    const heard = chat.listen(guildId)
    await say('good morning', id, owner)
    expect(heard.map(({ t }) => t)).toEqual([
      'THREAD_UPDATE',
      'MESSAGE_CREATE',
      'THREAD_MEMBER_UPDATE',
      'THREAD_MEMBERS_UPDATE',
    ])
    expect(heard[0]).toMatchObject({ wakes: id })
    expect(await isArchived(id)).toBe(false)
    expect(await owner.api.getChannel({ channelId: id })).toMatchObject({ message_count: 2, member_count: 2 })
  })

  test('is changed only by waking it', async () => {
    const { id } = await open('Rename me')
    await edit(id, { archived: true })
    expect(await edit(id, { name: 'Renamed' })).toBe('thread_archived')
    expect(await edit(id, { name: 'Renamed', archived: false })).toBe('done')
    expect(await owner.api.getChannel({ channelId: id })).toMatchObject({ name: 'Renamed' })
  })

  test('is woken by everybody who may write in it, but changed by who opened it or manages threads', async () => {
    const { id } = await open("The owner's", owner)
    for (const change of [{ name: 'mine' }, { archived: true }, { rate_limit_per_user: 1 }, { locked: true }])
      expect(await edit(id, change)).toBe('missing_permissions')
    await edit(id, { archived: true }, owner)
    expect(await edit(id, { archived: false })).toBe('done')
    const own = await open('My own')
    expect(await edit(own.id, { name: 'Mine', auto_archive_duration: 1440 })).toBe('done')
    for (const change of [{ rate_limit_per_user: 1 }, { locked: true }, { flags: 2 }])
      expect(await edit(own.id, change)).toBe('missing_permissions')
  })
})

test('a locked thread is for who manages threads alone', async () => {
  const { id } = await open('Locked')
  await say('before', id)
  const before = await chat.state(guildId)
  expect(await edit(id, { locked: true }, owner)).toBe('done')
  expect((await chat.state(guildId)).version).not.toBe(before.version)
  expect(await chat.codeOf(say('after', id))).toBe('thread_locked')
  expect(await edit(id, { name: 'Mine' })).toBe('thread_locked')
  expect(await chat.codeOf(say('moderating', id, owner))).toBe('done')
  await edit(id, { archived: true }, owner)
  expect(await edit(id, { archived: false })).toBe('thread_locked')
  expect(await chat.codeOf(say('waking', id))).toBe('thread_locked')
  expect(await isArchived(id)).toBe(true)
  expect(await chat.codeOf(say('waking', id, owner))).toBe('done')
})

test('archived threads are paged through, archived last first, also by a moment', async () => {
  const ids: string[] = []
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const { id } = await open(name)
    chat.clock.advance(1000)
    await edit(id, { archived: true })
    ids.unshift(id)
  }
  const seen: string[] = []
  let before: string | undefined
  for (let page = 0; page < 3; page += 1) {
    const list = await member.api.listPublicArchivedThreads({
      channelId,
      limit: 2,
      ...(before && { before }),
    })
    expect(list.has_more).toBe(page < 2)
    expect(list.members.map((one) => one.id).toSorted()).toEqual(list.threads.map((one) => one.id).toSorted())
    seen.push(...list.threads.map((one) => one.id))
    before = list.threads.at(-1)?.thread_metadata.archive_timestamp
  }
  expect(seen).toEqual(ids)
})

test('a guild opens as fast with a hundred thousand archived threads as with none', async () => {
  const { id } = await open('The first')
  await edit(id, { archived: true })
  const { admin } = chat.storage
  await admin`
    with made as (
      insert into channels (id, guild_id, type, position, name)
      select id - n, guild_id, 11, 0, name from channels, generate_series(1, 100000) n where id = ${id}
      returning id
    )
    insert into threads (channel_id, guild_id, parent_id, private, archived, auto_archive_minutes, archived_at,
      created_at, due_at)
    select id, ${guildId}, ${channelId}, false, true, 60, now(), now(), now() from made`
  await admin`analyze channels`
  await admin`analyze threads`
  const plan = async (query: ReturnType<typeof admin>) => JSON.stringify(await query)
  const channels = await plan(admin`
    explain (analyze, format json) select * from channels where guild_id = ${guildId} and type in (0, 4, 5, 15)`)
  const threads = await plan(admin`
    explain (analyze, format json) select * from threads where guild_id = ${guildId} and not archived`)
  for (const text of [channels, threads]) {
    expect(text).toMatch(/Index/)
    expect(text).not.toMatch(/"Rows Removed by Filter": [1-9]/)
  }
})
