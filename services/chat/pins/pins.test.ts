import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  applyDispatch,
  auditActions,
  guildView,
  permissions,
  renderFullGuild,
  type Dispatch,
  type GuildView,
} from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let running: RunningChat
let ada: Person
let ben: Person
let guildId: string
let channelId: string
let messageId: string

beforeAll(async () => {
  running = await startChat()
  ada = await running.person()
  ben = await running.person()
})
afterAll(() => running.stop())
beforeEach(async () => {
  running.clock.advance(120_000)
  ;({ id: guildId, channelId } = await running.guildOf(ada, ben))
  messageId = (await ben.api.sendMessage({ channelId, content: 'Water them' })).id
})

const pin = (by: Person, id = messageId) => by.api.pinMessage({ channelId, messageId: id })
const unpin = (by: Person, id = messageId) => by.api.unpinMessage({ channelId, messageId: id })
const pinned = async () => (await ada.api.listPinsOld({ channelId })).map((one) => one.id)
const names = (heard: readonly Dispatch[]) => heard.map(({ t }) => t)
const deny = (name: keyof typeof permissions) =>
  ada.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, allow: '0', deny: `${permissions[name]}` })

describe('pinning', () => {
  test('marks the message, is told to those who see the channel, and is said there', async () => {
    const heard = running.listen(guildId)
    await pin(ada)
    const at = new Date(running.clock.now()).toISOString()
    expect(heard).toMatchObject([
      { t: 'MESSAGE_UPDATE', d: { id: messageId, pinned: true, guild_id: guildId } },
      {
        t: 'CHANNEL_PINS_UPDATE',
        d: { guild_id: guildId, channel_id: channelId, last_pin_timestamp: at },
        audience: { kind: 'channel', guildId, channelId },
      },
    ])
    expect(await ben.api.getChannel({ channelId })).toMatchObject({ last_pin_timestamp: at })
    expect(await ben.api.listPins({ channelId })).toMatchObject({
      items: [{ pinned_at: at, message: { id: messageId, pinned: true, content: 'Water them' } }],
      has_more: false,
    })
    await running.parts.jobs.drain()
    expect((await ben.api.listMessages({ channelId }))[0]).toMatchObject({
      type: 6,
      content: '',
      author: { id: ada.id },
      message_reference: { type: 0, message_id: messageId, channel_id: channelId, guild_id: guildId },
    })
  })

  test('and unpinning do nothing twice', async () => {
    await Promise.all([pin(ada), pin(ada)])
    expect(await pinned()).toEqual([messageId])
    const heard = running.listen(guildId)
    await pin(ada)
    expect(heard).toEqual([])
    await unpin(ada)
    await unpin(ada)
    expect(names(heard)).toEqual(['MESSAGE_UPDATE', 'CHANNEL_PINS_UPDATE'])
    expect(heard[0]).toMatchObject({ d: { pinned: false } })
    expect(await pinned()).toEqual([])
    expect((await ben.api.getMessage({ channelId, messageId })).pinned).toBe(false)
  })

  test('is written down with the reason', async () => {
    const withReason = running.clientOf(ada, { 'x-audit-log-reason': 'Read%20this' })
    await withReason.pinMessage({ channelId, messageId })
    await withReason.unpinMessageOld({ channelId, messageId })
    const { audit_log_entries: entries } = await ada.api.listAuditLog({ guildId, limit: 2 })
    expect(entries).toMatchObject([
      { action_type: auditActions.MESSAGE_UNPIN, target_id: ben.id, reason: 'Read this' },
      {
        action_type: auditActions.MESSAGE_PIN,
        target_id: ben.id,
        user_id: ada.id,
        options: { channel_id: channelId, message_id: messageId },
      },
    ])
  })

  test('is for who may pin or manage messages, and of messages that somebody wrote', async () => {
    expect(await running.codeOf(pin(ben))).toBe('missing_permissions')
    for (const name of ['PIN_MESSAGES', 'MANAGE_MESSAGES'] as const) {
      const allow = `${permissions[name]}`
      await ada.api.setOverwrite({ channelId, overwriteId: ben.id, type: 1, allow, deny: '0' })
      expect(await running.codeOf(pin(ben))).toBe('done')
      expect(await running.codeOf(unpin(ben))).toBe('done')
    }
    await running.parts.jobs.drain()
    const [said] = await ada.api.listMessages({ channelId, limit: 1 })
    expect(await running.codeOf(pin(ada, said?.id))).toBe('not_editable')
    expect(await running.codeOf(pin(ada, '1'))).toBe('unknown_message')
    const stranger = await running.person()
    expect(await running.codeOf(pin(stranger))).toBe('unknown_channel')
    await ada.api.removeOverwrite({ channelId, overwriteId: ben.id })
    await deny('VIEW_CHANNEL')
    expect(await running.codeOf(pin(ben))).toBe('missing_access')
  })

  test('ends at 250', async () => {
    await running.storage.admin`
      insert into messages (channel_id, id, guild_id, author_ref, number, kind, marks)
      select channel_id, n, guild_id, author_ref, 10000 + n, 0, 2 from messages, generate_series(1, 249) n
      where id = ${messageId}`
    await running.storage.admin`
      insert into pins select ${channelId}, to_timestamp(n), n, ${guildId} from generate_series(1, 249) n`
    await pin(ada)
    const one = await ada.api.sendMessage({ channelId, content: 'One more' })
    expect(await running.codeOf(pin(ada, one.id))).toBe('too_many_pins')
    await unpin(ada)
    expect(await running.codeOf(pin(ada, one.id))).toBe('done')
  })

  test('is lost with the message', async () => {
    await pin(ada)
    await ben.api.deleteMessage({ channelId, messageId })
    expect(await pinned()).toEqual([])
    expect(await running.storage.admin`select from pins where channel_id = ${channelId}`).toEqual([])
  })

  test('survives an edit', async () => {
    await pin(ada)
    expect(await ben.api.editMessage({ channelId, messageId, content: 'Less' })).toMatchObject({
      pinned: true,
    })
    expect(await pinned()).toEqual([messageId])
  })
})

describe('pinned messages', () => {
  test('are paged by when they were pinned, also where that was at one moment', async () => {
    const ids = [messageId]
    for (let at = 0; at < 4; at += 1)
      ids.push((await ada.api.sendMessage({ channelId, content: `${at}` })).id)
    for (const id of ids) await pin(ada, id)
    const newestFirst = ids.toReversed()
    expect(await pinned()).toEqual(newestFirst)
    const first = await ada.api.listPins({ channelId, limit: 2 })
    const before = first.items.at(-1)?.pinned_at
    const second = await ada.api.listPins({ channelId, limit: 3, ...(before !== undefined && { before }) })
    expect([first.has_more, second.has_more]).toEqual([true, false])
    expect([...first.items, ...second.items].map((item) => item.message.id)).toEqual(newestFirst)
  })

  test('are shown to who may read what was written before', async () => {
    await pin(ada)
    await deny('READ_MESSAGE_HISTORY')
    expect(await ben.api.listPins({ channelId })).toEqual({ items: [], has_more: false })
    await deny('VIEW_CHANNEL')
    expect(await running.codeOf(ben.api.listPins({ channelId }))).toBe('missing_access')
  })
})

describe('elsewhere', () => {
  test('everybody in a conversation pins there', async () => {
    const { id } = await ada.api.openConversation({ recipient_id: ben.id })
    const sent = await ada.api.sendMessage({ channelId: id, content: 'Psst' })
    ada.heard.length = 0
    await ben.api.pinMessage({ channelId: id, messageId: sent.id })
    expect(names(ada.heard)).toEqual(['MESSAGE_UPDATE', 'CHANNEL_PINS_UPDATE'])
    expect(ada.heard[1]?.d).not.toHaveProperty('guild_id')
    const at = new Date(running.clock.now()).toISOString()
    const listed = await ada.api.listConversations({})
    expect(listed.find((one) => one.id === id)?.last_pin_timestamp).toBe(at)
    await running.parts.jobs.drain()
    expect((await ada.api.listMessages({ channelId: id }))[0]).toMatchObject({ type: 6 })
    expect(await ada.api.listPinsOld({ channelId: id })).toHaveLength(1)
  })

  test('threads have pins of their own while they are awake', async () => {
    const thread = await ada.api.startThread({ channelId, name: 'Beds', type: 11 })
    const sent = await ada.api.sendMessage({ channelId: thread.id, content: 'Soil' })
    const inThread = { channelId: thread.id, messageId: sent.id }
    await ada.api.pinMessage(inThread)
    await running.parts.jobs.drain()
    const at = new Date(running.clock.now()).toISOString()
    expect(await ada.api.getChannel({ channelId: thread.id })).toMatchObject({ last_pin_timestamp: at })
    expect((await ada.api.listMessages({ channelId: thread.id }))[0]).toMatchObject({ type: 6 })
    await ada.api.editChannel({ channelId: thread.id, archived: true })
    expect(await running.codeOf(ada.api.unpinMessage(inThread))).toBe('thread_archived')
    expect(await ada.api.getChannel({ channelId: thread.id })).toMatchObject({ last_pin_timestamp: at })
  })

  test('a client that follows events knows what a new one is told', async () => {
    const full = async () => {
      const guild = await running.state(guildId)
      const member = await running.member(guildId, ben.id)
      if (!member) throw new Error('ben is not there')
      return guildView(renderFullGuild(guild, member, { members: [], large: false, joined: new Map() }))
    }
    const threadPins = ({ threads }: GuildView) =>
      Array.from(threads.values(), (one) => [one.id, one.last_pin_timestamp])
    let view = await full()
    running.listenToEverything(guildId, ({ t, d }) => (view = applyDispatch(view, t, d) ?? view))
    const thread = await ada.api.startThread({ channelId, name: 'Beds', type: 11 })
    const sent = await ada.api.sendMessage({ channelId: thread.id, content: 'Soil' })
    await pin(ada)
    await ada.api.pinMessage({ channelId: thread.id, messageId: sent.id })
    await running.parts.jobs.drain()
    expect(view.channels).toEqual((await full()).channels)
    expect(threadPins(view)).toEqual(threadPins(await full()))
    running.evict(guildId)
    expect(view.channels).toEqual((await full()).channels)
    expect(threadPins(view)).toEqual(threadPins(await full()))
  })
})
