import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bits, type AuditLogEntry, type Dispatch } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let guildId: string

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('founder')
  moderator = await chat.person('watchman')
  member = await chat.person('guest')
  const made = await chat.guildOf(owner, moderator, member)
  guildId = made.id
  const permissions = bits('VIEW_AUDIT_LOG', 'BAN_MEMBERS').toString()
  const role = await owner.api.createRole({ guildId, name: 'watch', permissions })
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: role.id })
})

afterAll(() => chat.stop())

/** Calls with a reason, as clients send it. */
function because(person: Person, reason: string): Person['api'] {
  return chat.clientOf(person, { 'x-audit-log-reason': encodeURIComponent(reason) })
}

const entriesOf = (heard: readonly Dispatch[]) => heard.map((one) => one.d as AuditLogEntry)

describe('the audit log', () => {
  test('says who did what to whom and why, newest first, and tells those who may read it', async () => {
    const somebody = await chat.person('banned')
    const heard = chat.listenToAuditLog(guildId)
    await because(moderator, 'Sold carrots – twice').banAccount({ guildId, userId: somebody.id })
    await moderator.api.unbanAccount({ guildId, userId: somebody.id })
    const log = await owner.api.listAuditLog({ guildId, limit: 2 })
    expect(log.audit_log_entries).toMatchObject([
      { user_id: moderator.id, target_id: somebody.id, action_type: 23 },
      { user_id: moderator.id, target_id: somebody.id, action_type: 22, reason: 'Sold carrots – twice' },
    ])
    expect(log.users.map((user) => user.username).toSorted()).toEqual(['banned', 'watchman'])
    expect(entriesOf(heard)).toMatchObject([
      { action_type: 22, reason: 'Sold carrots – twice', guild_id: guildId },
      { action_type: 23 },
    ])
    for (const { audience } of heard)
      expect(audience).toEqual({ kind: 'guild', guildId, needs: bits('VIEW_AUDIT_LOG') })
  })

  test('pages by id and is narrowed to one account and one kind of act', async () => {
    const all = (await owner.api.listAuditLog({ guildId })).audit_log_entries.map(({ id }) => id)
    const page = async (asked: object) =>
      (await owner.api.listAuditLog({ guildId, ...asked })).audit_log_entries.map(({ id }) => id)
    expect(await page({ before: all[0], limit: 1 })).toEqual([all[1]])
    expect(await page({ after: '0', limit: 2 })).toEqual(all.toReversed().slice(0, 2))
    const bans = await owner.api.listAuditLog({ guildId, action_type: 22 })
    expect(new Set(bans.audit_log_entries.map((one) => one.action_type))).toEqual(new Set([22]))
    expect(await page({ user_id: member.id })).toEqual([])
    expect(await page({ user_id: '1' })).toEqual([])
    expect((await page({ user_id: moderator.id })).length).toBe(2)
  })

  test('is for who may read it', async () => {
    expect(await chat.codeOf(member.api.listAuditLog({ guildId }))).toBe('missing_permissions')
    const stranger = await chat.person()
    expect(await chat.codeOf(stranger.api.listAuditLog({ guildId }))).toBe('unknown_guild')
    expect((await moderator.api.listAuditLog({ guildId })).audit_log_entries.length).toBeGreaterThan(0)
  })

  test('refuses reasons of more than 512 characters, and does nothing then', async () => {
    const somebody = await chat.person()
    const attempt = because(moderator, '🥕'.repeat(513)).banAccount({ guildId, userId: somebody.id })
    expect(await chat.codeOf(attempt)).toBe('invalid_input')
    expect(await chat.codeOf(moderator.api.getBan({ guildId, userId: somebody.id }))).toBe('unknown_ban')
    await because(moderator, '🥕'.repeat(512)).banAccount({ guildId, userId: somebody.id })
  })

  test('is written or not with what it speaks of', async () => {
    const before = (await owner.api.listAuditLog({ guildId })).audit_log_entries.length
    expect(await chat.codeOf(moderator.api.banAccount({ guildId, userId: owner.id }))).toBe(
      'missing_permissions',
    )
    expect((await owner.api.listAuditLog({ guildId })).audit_log_entries).toHaveLength(before)
  })

  test('is stored sealed', async () => {
    const somebody = await chat.person()
    await because(owner, 'canary-reason').banAccount({ guildId, userId: somebody.id })
    const { admin } = chat.storage
    const found = await admin`
      select 1 from audit_log where position('canary'::bytea in reason) > 0
        or position('canary'::bytea in details) > 0`
    expect(found).toHaveLength(0)
  })
})
