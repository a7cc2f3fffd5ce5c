import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditActions, bits, type AuditLogEntry } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
/** Reads the log and does nothing else. */
let reader: Person
let member: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  chat = await startChat()
})
beforeEach(async () => {
  owner = await chat.person()
  reader = await chat.person()
  member = await chat.person()
  const made = await chat.guildOf(owner, reader, member)
  guildId = made.id
  channelId = made.channelId
  const permissions = bits('VIEW_AUDIT_LOG').toString()
  const { id: roleId } = await owner.api.createRole({ guildId, name: 'watch', permissions })
  await owner.api.giveRole({ guildId, userId: reader.id, roleId })
})
afterAll(() => chat.stop())

const { THREAD_CREATE, THREAD_UPDATE, THREAD_DELETE } = auditActions
const ofThreads: readonly number[] = [THREAD_CREATE, THREAD_UPDATE, THREAD_DELETE]

/** What somebody reads of threads, newest first. */
async function read(by: Person): Promise<AuditLogEntry[]> {
  const { audit_log_entries: entries } = await by.api.listAuditLog({ guildId })
  return entries.filter((one) => ofThreads.includes(one.action_type))
}

const actions = async (by: Person) => (await read(by)).map((one) => one.action_type)

function because(by: Person, reason: string): Person['api'] {
  return chat.clientOf(by, { 'x-audit-log-reason': reason })
}

describe('the log holds of threads', () => {
  test('that they were opened, by whom and why: plain ones, ones about a message, posts', async () => {
    const plain = await member.api.startThread({ channelId, name: 'Compost', type: 11 })
    const { id: messageId } = await owner.api.sendMessage({ channelId, content: 'about this' })
    await because(member, 'to sort it out').startThreadFromMessage({ channelId, messageId, name: 'This' })
    const forum = await owner.api.createChannel({ guildId, name: 'forum', type: 15 })
    const message = { content: 'first' }
    const post = await member.api.startThread({ channelId: forum.id, name: 'Post', message })
    const opened = { action_type: THREAD_CREATE, user_id: member.id }
    expect(await read(reader)).toMatchObject([
      { ...opened, target_id: post.id },
      { ...opened, target_id: messageId, reason: 'to sort it out' },
      { ...opened, target_id: plain.id },
    ])
  })

  test('why they were changed and deleted', async () => {
    const { id } = await member.api.startThread({ channelId, name: 'Compost', type: 11 })
    await because(owner, 'enough').editChannel({ channelId: id, locked: true })
    await because(owner, 'off topic').deleteChannel({ channelId: id })
    expect(await read(reader)).toMatchObject([
      { action_type: THREAD_DELETE, user_id: owner.id, target_id: id, reason: 'off topic' },
      { action_type: THREAD_UPDATE, user_id: owner.id, target_id: id, reason: 'enough' },
      { action_type: THREAD_CREATE, user_id: member.id },
    ])
  })

  test('that a post came to nothing', async () => {
    const forum = await owner.api.createChannel({ guildId, name: 'forum', type: 15 })
    const message = { content: 'first', attachments: [{ id: '0', uploaded_filename: '17' }] }
    const post = owner.api.startThread({ channelId: forum.id, name: 'Post', message })
    expect(await chat.codeOf(post)).toBe('unknown_file')
    expect(await actions(owner)).toEqual([THREAD_DELETE, THREAD_CREATE])
  })

  test('nothing of private ones for who is in them or manages threads, and does not administrate', async () => {
    const { id } = await member.api.startThread({ channelId, name: 'canary', type: 12 })
    await owner.api.addThreadMember({ channelId: id, userId: reader.id })
    const allow = bits('MANAGE_THREADS').toString()
    await owner.api.setOverwrite({ channelId, overwriteId: reader.id, type: 1, allow })
    await owner.api.editChannel({ channelId: id, locked: true })
    expect(await actions(reader)).toEqual([])
    expect(await actions(owner)).toEqual([THREAD_UPDATE, THREAD_CREATE])
  })

  test('nothing of those in hidden channels for who cannot see these, now or when they are gone', async () => {
    const deny = bits('VIEW_CHANNEL').toString()
    const overwrites = [{ id: guildId, type: 0 as const, deny }]
    const hidden = await owner.api.createChannel({
      guildId,
      name: 'secret',
      permission_overwrites: overwrites,
    })
    const heard = chat.listenToAuditLog(guildId)
    const { id } = await owner.api.startThread({ channelId: hidden.id, name: 'canary', type: 11 })
    await owner.api.deleteChannel({ channelId: id })
    const needs = bits('VIEW_AUDIT_LOG')
    for (const { audience } of heard)
      expect(audience).toEqual({ kind: 'channel', guildId, channelId: hidden.id, needs })
    expect(await actions(reader)).toEqual([])
    await owner.api.deleteChannel({ channelId: hidden.id })
    expect(await actions(reader)).toEqual([])
    expect(await actions(owner)).toEqual([THREAD_DELETE, THREAD_CREATE])
  })
})
