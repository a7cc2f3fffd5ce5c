import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { permissions } from '../contract/index.ts'
import { restorableMs } from '../guilds/purge-guild.ts'
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

const deny = (permission: keyof typeof permissions) =>
  owner.api.setOverwrite({
    channelId,
    overwriteId: guildId,
    type: 0,
    deny: permissions[permission].toString(),
  })
const say = (content: string, into = channelId, by = owner) =>
  by.api.sendMessage({ channelId: into, content })
const open = (name: string, by = owner) => by.api.startThread({ channelId, name, type: 11 })

describe('a thread about a message', () => {
  test('has its id, begins with it, and is shown on it', async () => {
    const { id: messageId } = await say('shall we?')
    const heard = chat.listen(guildId)
    const thread = await member.api.startThreadFromMessage({ channelId, messageId, name: 'We shall' })
    expect(thread).toMatchObject({
      id: messageId,
      type: 11,
      parent_id: channelId,
      owner_id: member.id,
      name: 'We shall',
      message_count: 0,
      member_count: 1,
      total_message_sent: 0,
      thread_metadata: { archived: false, locked: false, auto_archive_duration: 4320 },
    })
    expect(heard.map(({ t }) => t)).toEqual([
      'THREAD_CREATE',
      'THREAD_MEMBER_UPDATE',
      'MESSAGE_UPDATE',
      'MESSAGE_CREATE',
    ])
    const [first] = await member.api.listMessages({ channelId: thread.id })
    expect(first).toMatchObject({
      type: 21,
      message_reference: { channel_id: channelId, message_id: messageId },
      referenced_message: { content: 'shall we?' },
    })
    const shown = await owner.api.getMessage({ channelId, messageId })
    expect(shown).toMatchObject({ flags: 32, thread: { id: messageId, name: 'We shall' } })
    await owner.api.editMessage({ channelId, messageId, content: 'shall we not?', flags: 4 })
    expect((await owner.api.getMessage({ channelId, messageId })).flags).toBe(36)
  })

  test('exists once, about a message that exists, for who may open one', async () => {
    const { id: messageId } = await say('only once')
    const start = (wish = { messageId }, by = member) =>
      chat.codeOf(by.api.startThreadFromMessage({ channelId, name: 'Once', ...wish }))
    expect(await start()).toBe('done')
    expect(await start()).toBe('thread_exists')
    expect(await start({ messageId: '1' })).toBe('unknown_message')
    await deny('CREATE_PUBLIC_THREADS')
    const another = await say('another')
    expect(await start({ messageId: another.id })).toBe('missing_permissions')
    expect((await owner.api.getMessage({ channelId, messageId: another.id })).flags).toBe(0)
    const stranger = await chat.person()
    expect(await start({ messageId: another.id }, stranger)).toBe('unknown_channel')
  })

  test('that is deleted leaves the message, and what was said in it is gone', async () => {
    const { id: messageId } = await say('keep me')
    await owner.api.startThreadFromMessage({ channelId, messageId, name: 'Short' })
    await say('inside', messageId)
    expect(await chat.codeOf(member.api.deleteChannel({ channelId: messageId }))).toBe('missing_permissions')
    const heard = chat.listen(guildId)
    expect(await owner.api.deleteChannel({ channelId: messageId })).toMatchObject({ id: messageId, type: 11 })
    expect(heard).toMatchObject([
      { t: 'THREAD_DELETE', d: { id: messageId, guild_id: guildId, parent_id: channelId, type: 11 } },
      { t: 'MESSAGE_UPDATE', d: { id: messageId, flags: 0 } },
    ])
    expect(await owner.api.getMessage({ channelId, messageId })).not.toHaveProperty('thread')
    expect(await chat.codeOf(say('still?', messageId))).toBe('unknown_channel')
    await chat.parts.jobs.drain()
    const { admin } = chat.storage
    for (const table of ['threads', 'thread_members', 'messages', 'channel_heads'])
      expect(await admin`select 1 from ${admin(table)} where channel_id = ${messageId}`).toHaveLength(0)
  })
})

describe('a thread about no message', () => {
  test('is said in its channel, where it is open to all', async () => {
    const thread = await open('Compost')
    expect(thread).toMatchObject({ type: 11, name: 'Compost', message_count: 0 })
    expect(await owner.api.listMessages({ channelId, limit: 1 })).toMatchObject([
      { type: 18, content: 'Compost', message_reference: { channel_id: thread.id, guild_id: guildId } },
    ])
    expect(await member.api.getChannel({ channelId: thread.id })).toEqual(thread)
  })

  test('is of a type that its channel has', async () => {
    const news = await owner.api.createChannel({ guildId, name: 'news', type: 5 })
    const category = await owner.api.createChannel({ guildId, name: 'Beds', type: 4 })
    const start = (into: string, type: number) =>
      chat.codeOf(owner.api.startThread({ channelId: into, name: 'x', type }))
    expect(await start(news.id, 10)).toBe('done')
    for (const type of [11, 12]) expect(await start(news.id, type)).toBe('unsupported_channel_type')
    for (const type of [0, 10, 15]) expect(await start(channelId, type)).toBe('unsupported_channel_type')
    expect(await start(category.id, 11)).toBe('unsupported_channel_type')
    const { id } = await open('In here')
    expect(await start(id, 11)).toBe('unknown_channel')
  })

  test('begins as its channel says, where nothing else is asked for', async () => {
    await owner.api.editChannel({
      channelId,
      default_auto_archive_duration: 60,
      default_thread_rate_limit_per_user: 7,
    })
    expect(await open('Default')).toMatchObject({
      rate_limit_per_user: 7,
      thread_metadata: { auto_archive_duration: 60 },
    })
  })
})

describe('in a thread', () => {
  test('messages are counted, and whoever writes follows it', async () => {
    const { id } = await open('Counting')
    const message = await say('one', id, member)
    await say('two', id, member)
    await say('three', id)
    const counts = async () => {
      const { message_count, total_message_sent, member_count } = (await owner.api.getChannel({
        channelId: id,
      })) as { message_count: number; total_message_sent: number; member_count: number }
      return [message_count, total_message_sent, member_count]
    }
    expect(await counts()).toEqual([3, 3, 2])
    await owner.api.deleteMessage({ channelId: id, messageId: message.id })
    expect(await counts()).toEqual([2, 3, 2])
    await chat.storage.admin`update guilds set version = version + 1 where id = ${guildId}`
    await owner.api.editChannel({ channelId, topic: 'read again' })
    expect(await counts()).toEqual([2, 3, 2])
    expect(await owner.api.listThreadMembers({ channelId: id })).toHaveLength(2)
  })

  test('one writes with a permission of its own', async () => {
    const { id } = await open('Permitted')
    await deny('SEND_MESSAGES')
    expect(await chat.codeOf(say('in the channel', channelId, member))).toBe('missing_permissions')
    expect(await chat.codeOf(say('in the thread', id, member))).toBe('done')
    await deny('SEND_MESSAGES_IN_THREADS')
    expect(await chat.codeOf(say('in the channel', channelId, member))).toBe('done')
    expect(await chat.codeOf(say('in the thread', id, member))).toBe('missing_permissions')
    await deny('VIEW_CHANNEL')
    expect(await chat.codeOf(member.api.getChannel({ channelId: id }))).toBe('missing_access')
    expect(await chat.codeOf(member.api.listMessages({ channelId: id }))).toBe('missing_access')
    expect((await member.api.listActiveThreads({ guildId })).threads).toEqual([])
  })

  test('slow mode is its own', async () => {
    const { id } = await open('Slow')
    await owner.api.editChannel({ channelId: id, rate_limit_per_user: 30 })
    expect(await chat.codeOf(say('first', id, member))).toBe('done')
    expect(await chat.codeOf(say('second', id, member))).toBe('rate_limited')
    expect(await chat.codeOf(say('elsewhere', channelId, member))).toBe('done')
    chat.clock.advance(30_000)
    expect(await chat.codeOf(say('third', id, member))).toBe('done')
  })

  test('messages elsewhere do not become stale by it', async () => {
    const before = await chat.state(guildId)
    const { id } = await open('Quiet')
    await member.api.joinThread({ channelId: id })
    await owner.api.editChannel({ channelId: id, name: 'Quieter', archived: true })
    const after = await chat.state(guildId)
    expect(after.version).toBe(before.version)
    expect(BigInt(after.threadsVersion)).toBeGreaterThan(BigInt(before.threadsVersion))
  })
})

test('threads go with their channel, and with their guild', async () => {
  const { id } = await open('Doomed')
  await say('inside', id)
  await owner.api.deleteChannel({ channelId })
  expect(await chat.codeOf(owner.api.getChannel({ channelId: id }))).toBe('unknown_channel')
  expect((await chat.state(guildId)).threads.size).toBe(0)
  const other = await owner.api.createChannel({ guildId, name: 'other' })
  const second = await owner.api.startThread({ channelId: other.id, name: 'x', type: 11 })
  await say('inside', second.id)
  await owner.api.deleteGuild({ guildId })
  chat.clock.advance(restorableMs)
  await chat.parts.jobs.runInterval('chat.purgeDeleted')
  await chat.parts.jobs.drain()
  const { admin } = chat.storage
  for (const table of ['threads', 'thread_members', 'messages', 'channels'])
    expect(await admin`select 1 from ${admin(table)} where guild_id = ${guildId}`).toHaveLength(0)
})

test('a guild has a thousand active threads at most', async () => {
  const { admin } = chat.storage
  const sealer = createSealer(chat.parts.calls.of(keysContract))
  const { keyId } = await chat.state(guildId)
  const rows = Array.from({ length: 999 }, () => chat.parts.ids.next())
  const sealed = await sealer.seal(
    catalogue.tables.channels,
    'name',
    rows.map((row) => ({ row, key: keyId, value: 'Thread' })),
  )
  await admin`
    with made as (
      insert into channels (id, guild_id, type, position, name)
      select id, ${guildId}, 11, 0, name
      from unnest(${admin.array(rows, 1016)}, ${admin.array(sealed, 1001)}) as one (id, name) returning id
    )
    insert into threads (channel_id, guild_id, parent_id, private, auto_archive_minutes, archived_at, created_at,
      due_at)
    select id, ${guildId}, ${channelId}, false, 60, now(), now(), now() from made`
  await admin`update guilds set threads_version = threads_version + 1 where id = ${guildId}`
  const { id } = await open('The last')
  expect(await chat.codeOf(open('One more'))).toBe('too_many_threads')
  await owner.api.editChannel({ channelId: id, archived: true })
  expect(await chat.codeOf(open('One instead'))).toBe('done')
  expect(await chat.codeOf(say('awake?', id))).toBe('too_many_threads')
})

test('names of threads are sealed', async () => {
  const { id } = await open('canary-thread')
  const found = await chat.storage.admin`
    select 1 from channels where id = ${id} and position('canary'::bytea in name) > 0`
  expect(found).toHaveLength(0)
})
