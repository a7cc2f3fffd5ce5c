import * as keysContract from '@alles/keys/contract'
import { createSealer } from '@alles/platform/catalogue'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue.ts'
import { permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person
let guildId = ''
let channelId = ''
let categoryId = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person()
  member = await chat.person()
  ;({ id: guildId, channelId, categoryId } = await chat.guildOf(owner, member))
})

afterAll(() => chat.stop())

describe('channels', () => {
  test('are made, read, edited and deleted', async () => {
    const made = await owner.api.createChannel({ guildId, name: 'Off Topic  Talk', topic: 'Anything' })
    expect(made).toMatchObject({ type: 0, name: 'off-topic-talk', topic: 'Anything', position: 1 })
    const edited = await owner.api.editChannel({
      channelId: made.id,
      parent_id: categoryId,
      topic: null,
      rate_limit_per_user: 10,
    })
    expect(edited).toMatchObject({ parent_id: categoryId, topic: null, rate_limit_per_user: 10 })
    expect(await member.api.getChannel({ channelId: made.id })).toEqual(edited)
    expect(await owner.api.deleteChannel({ channelId: made.id })).toMatchObject({ id: made.id })
    expect(await chat.codeOf(owner.api.getChannel({ channelId: made.id }))).toBe('unknown_channel')
  })

  test('of other types, and in other things than categories, are refused', async () => {
    const voice = owner.api.createChannel({ guildId, name: 'Lounge', type: 2 })
    expect(await chat.codeOf(voice)).toBe('unsupported_channel_type')
    const nested = owner.api.createChannel({ guildId, name: 'in', parent_id: channelId })
    expect(await chat.codeOf(nested)).toBe('not_a_category')
    const deep = owner.api.createChannel({ guildId, name: 'In', type: 4, parent_id: categoryId })
    expect(await chat.codeOf(deep)).toBe('not_a_category')
    expect(await chat.codeOf(owner.api.editChannel({ channelId, type: 4 }))).toBe('unsupported_channel_type')
  })

  test('have everything that channels have, and change it', async () => {
    const made = await owner.api.createChannel({
      guildId,
      name: 'Big News',
      type: 5,
      nsfw: true,
      default_auto_archive_duration: 1440,
      default_thread_rate_limit_per_user: 3,
      flags: 16,
    })
    expect(made).toMatchObject({
      type: 5,
      name: 'big-news',
      nsfw: true,
      flags: 0,
      default_auto_archive_duration: 1440,
      default_thread_rate_limit_per_user: 3,
    })
    const edited = await owner.api.editChannel({
      channelId: made.id,
      type: 0,
      nsfw: false,
      default_auto_archive_duration: null,
      default_thread_rate_limit_per_user: 0,
    })
    expect(edited).toMatchObject({ type: 0, nsfw: false, default_thread_rate_limit_per_user: 0 })
    expect(edited).not.toHaveProperty('default_auto_archive_duration')
    expect(await member.api.getChannel({ channelId: made.id })).toEqual(edited)
    await member.api.sendMessage({ channelId: made.id, content: 'read all about it' })
    expect(await chat.codeOf(owner.api.editChannel({ channelId: made.id, type: 5 }))).toBe('done')
    await owner.api.deleteChannel({ channelId: made.id })
  })

  test('have topics of 1,024 characters, forums of 4,096', async () => {
    const topic = 'x'.repeat(1025)
    const tooLong = owner.api.editChannel({ channelId, topic })
    await expect(tooLong).rejects.toThrow('A topic may have at most 1024 characters')
    const forum = await owner.api.createChannel({ guildId, name: 'forum', type: 15, topic })
    expect(forum).toMatchObject({ topic })
    for (const type of [0, 4, 5])
      expect(await chat.codeOf(owner.api.editChannel({ channelId: forum.id, type }))).toBe(
        'unsupported_channel_type',
      )
    await owner.api.deleteChannel({ channelId: forum.id })
  })

  test('are only for who may manage them', async () => {
    const attempts = [
      () => member.api.createChannel({ guildId, name: 'mine' }),
      () => member.api.editChannel({ channelId, name: 'mine' }),
      () => member.api.moveChannels({ guildId, moves: [{ id: channelId, position: 3 }] }),
      () => member.api.deleteChannel({ channelId }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('missing_permissions')
    const stranger = await chat.person()
    expect(await chat.codeOf(stranger.api.getChannel({ channelId }))).toBe('unknown_channel')
    expect(await chat.codeOf(stranger.api.createChannel({ guildId, name: 'x' }))).toBe('unknown_guild')
  })

  test('are not moved by who does not see them, nor to where they do not see', async () => {
    const made = await chat.guildOf(owner, member)
    const { id, channelId: open, categoryId: beds } = made
    const role = await owner.api.createRole({
      guildId: id,
      permissions: (permissions.MANAGE_CHANNELS | permissions.VIEW_CHANNEL).toString(),
    })
    await owner.api.giveRole({ guildId: id, userId: member.id, roleId: role.id })
    const hidden = await owner.api.createChannel({ guildId: id, name: 'hidden' })
    const secret = await owner.api.createChannel({ guildId: id, name: 'Secret', type: 4 })
    const deny = permissions.VIEW_CHANNEL.toString()
    for (const channel of [hidden, secret])
      await owner.api.setOverwrite({ channelId: channel.id, overwriteId: id, type: 0, deny })
    const move = (one: { id: string; parent_id?: string; position?: number }) =>
      chat.codeOf(member.api.moveChannels({ guildId: id, moves: [one] }))
    expect(await move({ id: hidden.id, position: 0 })).toBe('unknown_channel')
    expect(await move({ id: open, parent_id: secret.id })).toBe('not_a_category')
    const making = member.api.createChannel({ guildId: id, name: 'in', parent_id: secret.id })
    expect(await chat.codeOf(making)).toBe('not_a_category')
    const editing = member.api.editChannel({ channelId: open, parent_id: secret.id })
    expect(await chat.codeOf(editing)).toBe('not_a_category')
    await member.api.moveChannels({ guildId: id, moves: [{ id: open, parent_id: beds, position: 4 }] })
    expect(await member.api.getChannel({ channelId: open })).toMatchObject({ parent_id: beds, position: 4 })
  })

  test('lose their category with it, and stay', async () => {
    const category = await owner.api.createChannel({ guildId, name: 'Short lived', type: 4 })
    const inside = await owner.api.createChannel({ guildId, name: 'inside', parent_id: category.id })
    await owner.api.deleteChannel({ channelId: category.id })
    expect(await member.api.getChannel({ channelId: inside.id })).toMatchObject({ parent_id: null })
  })

  test('cannot be more than 500', async () => {
    const channels = Array.from({ length: 50 }, (_, index) => ({ name: `room ${index}` }))
    const { id } = await owner.api.createGuild({ name: 'Full house', channels })
    const { admin } = chat.storage
    const sealer = createSealer(chat.parts.calls.of(keysContract))
    const [row] = await admin`select guild_key_id from guilds where id = ${id}`
    const rows = Array.from({ length: 449 }, () => chat.parts.ids.next())
    const sealed = await sealer.seal(
      catalogue.tables.channels,
      'name',
      rows.map((one) => ({ row: one, key: String(row?.guild_key_id), value: 'Category' })),
    )
    await admin`
      insert into channels (id, guild_id, type, position, name)
      select id, ${id}, 4, 0, name from unnest(${admin.array(rows, 1016)}, ${admin.array(sealed, 1001)}) as one (id, name)`
    await admin`update guilds set version = version + 1 where id = ${id}`
    await owner.api.createChannel({ guildId: id, name: 'the 500th' })
    const beyond = owner.api.createChannel({ guildId: id, name: 'one more' })
    expect(await chat.codeOf(beyond)).toBe('too_many_channels')
  })

  test('are written of only to those who see them', async () => {
    const heard = chat.listen(guildId)
    const channel = await owner.api.createChannel({
      guildId,
      name: 'staff',
      permission_overwrites: [{ id: guildId, type: 0, deny: permissions.VIEW_CHANNEL.toString() }],
    })
    expect(heard).toMatchObject([
      { t: 'CHANNEL_CREATE', audience: { kind: 'channel', guildId, channelId: channel.id }, reshape: true },
    ])
    expect((await member.api.listChannels({ guildId })).map((one) => one.id)).not.toContain(channel.id)
  })

  test('take their messages along', async () => {
    const channel = await owner.api.createChannel({ guildId, name: 'soon-gone' })
    await member.api.sendMessage({ channelId: channel.id, content: 'hello' })
    await owner.api.deleteChannel({ channelId: channel.id })
    expect(await chat.codeOf(member.api.sendMessage({ channelId: channel.id, content: 'again' }))).toBe(
      'unknown_channel',
    )
    await chat.parts.jobs.drain()
    expect(await chat.storage.admin`select 1 from messages where channel_id = ${channel.id}`).toHaveLength(0)
  })
})
