import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@alles/platform/http'
import type { GuildState } from '../contract/index.ts'
import { startMessages, type ChatProcess, type RunningMessages } from '../messages/testing/start-messages.ts'
import { createRole } from '../roles/create-role.ts'
import { deleteRole } from '../roles/delete-role.ts'
import { changeRole, editMember } from './edit-member.ts'
import { findMember } from './find-member.ts'
import { leaveGuild } from '../guilds/leave-guild.ts'
import { MemberDirectory } from './member-directory.ts'

let running: RunningMessages
let chat: ChatProcess
let ada: Actor
let ben: Actor
let cleo: Actor
let guild: GuildState
let roleId = ''

beforeAll(async () => {
  running = await startMessages()
  chat = running.chat
  ada = await running.account()
  ben = await running.account()
  cleo = await running.account()
})
afterAll(() => running.stop())

beforeEach(async () => {
  const { id } = await running.guild(ada)
  await running.join(id, ben)
  await running.join(id, cleo)
  roleId = (await createRole(chat, ada, { guildId: id, name: 'red' })).id
  guild = await newest(id)
})

async function newest(id = guild.id): Promise<GuildState> {
  const found = await chat.guilds.get(id)
  if (!found) throw new Error('the guild is not there')
  return found
}

const setRole = (accountId: string, has: boolean) =>
  changeRole(chat, ada, { guildId: guild.id, accountId, roleId, has })

/** The directory of another process, and what it reads. */
function elsewhere() {
  const { database, sealer } = chat
  const reads: number[] = []
  const sql = new Proxy(database.sql, {
    apply(target, receiver, given: readonly unknown[]) {
      const [text, , accounts] = given
      if (Array.isArray(text) && String(text[0]).trimStart().startsWith('select asked.'))
        reads.push((accounts as { value: unknown[] } | undefined)?.value.length ?? 0)
      return Reflect.apply(target as unknown as () => unknown, receiver, given as unknown[])
    },
  })
  const directory = new MemberDirectory({ database: { ...database, sql }, sealer })
  const rolesOf = async (of: GuildState, { accountId }: Actor) =>
    (await directory.find(of, [accountId])).get(accountId)?.roleIds
  return { directory, reads, rolesOf }
}

describe('members in memory', () => {
  test('are read together, once, and by whoever asks before that is done', async () => {
    const { directory, reads, rolesOf } = elsewhere()
    const asked = [ada, ben, cleo, ben].map((one) => rolesOf(guild, one))
    expect(await Promise.all(asked)).toEqual([[], [], [], []])
    await directory.find(guild, [ada.accountId, ben.accountId])
    expect(reads).toHaveLength(1)
  })

  test('are never older than the snapshot they are asked for with', async () => {
    const { rolesOf } = elsewhere()
    for (let round = 0; round < 10; round += 1) {
      await rolesOf(await newest(), ben)
      const has = round % 2 === 0
      await setRole(ben.accountId, has)
      expect(await rolesOf(await newest(), ben)).toEqual(has ? [roleId] : [])
    }
  })

  test('stay as they are when a change names somebody else', async () => {
    const { directory, reads, rolesOf } = elsewhere()
    await directory.find(guild, [ben.accountId, cleo.accountId])
    await setRole(ben.accountId, true)
    const after = await newest()
    const change = { before: guild.membersVersion, version: after.membersVersion }
    directory.follow(guild.id, { ...change, accountIds: [ben.accountId] })
    expect(await rolesOf(after, cleo)).toEqual([])
    expect(reads).toHaveLength(1)
    expect(await rolesOf(after, ben)).toEqual([roleId])
    expect(reads).toHaveLength(2)
  })

  test('are all read again when a change was missed, or may concern everybody', async () => {
    const { directory, reads, rolesOf } = elsewhere()
    await rolesOf(guild, cleo)
    await setRole(ben.accountId, true)
    const missed = await newest()
    await setRole(ben.accountId, false)
    const heard = await newest()
    const change = { before: missed.membersVersion, version: heard.membersVersion }
    directory.follow(guild.id, { ...change, accountIds: [ben.accountId] })
    await rolesOf(heard, cleo)
    expect(reads).toHaveLength(2)
    const next = (BigInt(heard.membersVersion) + 1n).toString()
    directory.follow(guild.id, { before: heard.membersVersion, version: next, accountIds: null })
    await rolesOf(heard, cleo)
    expect(reads).toHaveLength(3)
  })

  test('are not taken back by a change that comes late', async () => {
    const { directory, rolesOf } = elsewhere()
    await setRole(ben.accountId, true)
    const first = await newest()
    await setRole(ben.accountId, false)
    const second = await newest()
    expect(await rolesOf(second, ben)).toEqual([])
    const stale = await findMember(chat, second, ben.accountId)
    const late = { before: guild.membersVersion, version: first.membersVersion, accountIds: [ben.accountId] }
    directory.follow(guild.id, late, new Map([[ben.accountId, stale && { ...stale, roleIds: [roleId] }]]))
    expect(await rolesOf(second, ben)).toEqual([])
  })

  test('are not held as they were read before a change', async () => {
    const { directory, rolesOf } = elsewhere()
    for (let round = 0; round < 10; round += 1) {
      const before = await newest()
      const reading = rolesOf(before, ben)
      await setRole(ben.accountId, round % 2 === 0)
      const after = await newest()
      const accountIds = [ben.accountId]
      directory.follow(guild.id, { before: before.membersVersion, version: after.membersVersion, accountIds })
      await reading
      expect(await rolesOf(after, ben)).toEqual(round % 2 === 0 ? [roleId] : [])
      directory.forget(guild.id, ben.accountId)
    }
  })

  test('lose a role that is deleted, and are gone once they left', async () => {
    await setRole(ben.accountId, true)
    expect((await findMember(chat, await newest(), ben.accountId))?.roleIds).toEqual([roleId])
    await deleteRole(chat, ada, { guildId: guild.id, roleId })
    expect((await findMember(chat, await newest(), ben.accountId))?.roleIds).toEqual([])
    await leaveGuild(chat, ben, guild.id)
    expect(await findMember(chat, await newest(), ben.accountId)).toBeNull()
    expect((await newest()).memberCount).toBe(2)
  })

  test('are found in every guild of theirs at once, and held', async () => {
    const { id: other } = await running.guild(ben)
    const { directory, reads, rolesOf } = elsewhere()
    const found = await directory.ofAccount(ben.accountId)
    expect([...found.keys()]).toEqual(expect.arrayContaining([guild.id, other]))
    await rolesOf(guild, ben)
    await rolesOf(await newest(other), ben)
    expect(reads).toEqual([])
  })

  test('forget a nickname whose key is destroyed', async () => {
    await editMember(chat, ada, { guildId: guild.id, accountId: ben.accountId, nick: 'Benno' })
    const member = await findMember(chat, await newest(), ben.accountId)
    expect(member?.nick).toBe('Benno')
    const keys = [member?.contentKeyId ?? '']
    await chat.keys.destroy({ ids: keys })
    chat.members.forgetKeys(new Set(keys))
    expect((await findMember(chat, await newest(), ben.accountId))?.nick).toBeNull()
  })
})
