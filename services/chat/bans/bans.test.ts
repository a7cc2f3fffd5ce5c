import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unsealedValues } from '@alles/platform/catalogue'
import { asAccount } from '@alles/platform/testing'
import { catalogue } from '../catalogue.ts'
import { bits, permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let guildId = ''
let channelId = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('owner')
  moderator = await chat.person('moderator')
  member = await chat.person('member')
  ;({ id: guildId, channelId } = await chat.guildOf(owner, moderator, member))
  const role = await owner.api.createRole({
    guildId,
    name: 'moderators',
    permissions: permissions.BAN_MEMBERS.toString(),
  })
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: role.id })
})

afterAll(() => chat.stop())

/** Somebody with an account and a sibling of it, as far as joining needs one. */
async function withSibling(): Promise<[Person, Person]> {
  const [one, other] = [await chat.person(), await chat.person()]
  const personId = chat.parts.ids.blurred()
  await chat.accountsAdmin`
    insert into persons (id, key_id, password_hash, created_at) values (${personId}, 1, ''::bytea, now())`
  await chat.accountsAdmin`
    update accounts set person_id = ${personId}, kind = case when id = ${one.id} then 'primary' else 'secondary' end
    where id in (${one.id}, ${other.id})`
  return [one, other]
}

async function join(who: Person): Promise<string> {
  const { code } = await owner.api.createInvite({ channelId, max_uses: 1, unique: true })
  const outcome = await chat.codeOf(who.api.acceptInvite({ code }))
  const left = (await owner.api.listGuildInvites({ guildId })).find((invite) => invite.code === code)
  // A refused join uses nothing up, and shows nothing to who manages invites.
  if (outcome !== 'done') expect(left).toMatchObject({ uses: 0 })
  return outcome
}

const isIn = async (who: Person) => (await chat.member(guildId, who.id)) !== null

describe('a ban', () => {
  test('takes the account out and keeps it out until it is lifted, with its reason sealed', async () => {
    const guest = await chat.person('unruly')
    await join(guest)
    const heard = chat.listen(guildId)
    const url = `/api/v10/guilds/${guildId}/bans/${guest.id}`
    const headers = { ...asAccount(moderator.id), 'x-audit-log-reason': encodeURIComponent('Spämmt 🙂') }
    expect((await chat.parts.http.inject({ method: 'PUT', url, headers })).statusCode).toBe(204)
    expect(await isIn(guest)).toBe(false)
    expect(heard).toMatchObject([
      { t: 'GUILD_MEMBER_REMOVE', d: { user: { id: guest.id } } },
      {
        t: 'GUILD_BAN_ADD',
        d: { guild_id: guildId, user: { id: guest.id } },
        audience: { needs: permissions.BAN_MEMBERS },
      },
    ])
    const ban = { reason: 'Spämmt 🙂', user: { id: guest.id, username: 'unruly' } }
    expect(await owner.api.getBan({ guildId, userId: guest.id })).toMatchObject(ban)
    expect(await moderator.api.listBans({ guildId })).toMatchObject([ban])
    expect(await unsealedValues(chat.parts.database, catalogue)).toEqual([])
    expect(await join(guest)).toBe('unknown_invite')
    await moderator.api.unbanAccount({ guildId, userId: guest.id })
    expect(heard.at(-1)).toMatchObject({ t: 'GUILD_BAN_REMOVE', d: { user: { id: guest.id } } })
    expect(await chat.codeOf(owner.api.getBan({ guildId, userId: guest.id }))).toBe('unknown_ban')
    expect(await join(guest)).toBe('done')
  })

  test('is for who may ban, from above, and of accounts there are', async () => {
    const guest = await chat.person()
    const ban = (by: Person, id: string) => chat.codeOf(by.api.banAccount({ guildId, userId: id }))
    expect(await ban(member, guest.id)).toBe('missing_permissions')
    expect(await ban(moderator, owner.id)).toBe('missing_permissions')
    expect(await ban(moderator, moderator.id)).toBe('missing_permissions')
    expect(await ban(guest, member.id)).toBe('unknown_guild')
    expect(await ban(owner, '12345')).toBe('unknown_user')
    const attempts = [
      () => member.api.listBans({ guildId }),
      () => member.api.getBan({ guildId, userId: guest.id }),
      () => member.api.unbanAccount({ guildId, userId: guest.id }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('missing_permissions')
    expect(await chat.codeOf(owner.api.unbanAccount({ guildId, userId: guest.id }))).toBe('unknown_ban')
  })

  test('can come before its account ever joined, and does nothing twice', async () => {
    const guest = await chat.person()
    const heard = chat.listen(guildId)
    await owner.api.banAccount({ guildId, userId: guest.id })
    await owner.api.banAccount({ guildId, userId: guest.id })
    expect(heard.map(({ t }) => t)).toEqual(['GUILD_BAN_ADD'])
    expect(await join(guest)).toBe('unknown_invite')
    expect((await owner.api.getBan({ guildId, userId: guest.id })).reason).toBeNull()
    await owner.api.unbanAccount({ guildId, userId: guest.id })
  })

  test('deletes as much of what the account wrote as it says', async () => {
    const guest = await chat.person()
    await join(guest)
    const old = await guest.api.sendMessage({ channelId, content: 'old' })
    chat.clock.advance(7200_000)
    await guest.api.sendMessage({ channelId, content: 'new' })
    await owner.api.banAccount({ guildId, userId: guest.id, delete_message_seconds: 3600 })
    await chat.parts.jobs.drain()
    const seen = await owner.api.listMessages({ channelId, limit: 100 })
    expect(seen.filter(({ author }) => author.id === guest.id).map(({ id }) => id)).toEqual([old.id])
    expect(
      await chat.codeOf(owner.api.banAccount({ guildId, userId: guest.id, delete_message_seconds: 604_801 })),
    ).toBe('invalid_input')
  })

  test('is refused with a reason that is too long', async () => {
    const url = `/api/v10/guilds/${guildId}/bans/${(await chat.person()).id}`
    const headers = { ...asAccount(owner.id), 'x-audit-log-reason': 'x'.repeat(513) }
    expect((await chat.parts.http.inject({ method: 'PUT', url, headers })).statusCode).toBe(400)
  })

  test('of a bot keeps it from being added', async () => {
    const bot = await chat.bot()
    const add = () =>
      chat.codeOf(
        chat.internal.addBot({
          guildId,
          accountId: bot.id,
          permissions: '0',
          by: { accountId: owner.id, bot: false },
        }),
      )
    expect(await add()).toBe('done')
    await owner.api.banAccount({ guildId, userId: bot.id })
    expect((await chat.state(guildId)).roles.filter((role) => role.botId === bot.id)).toEqual([])
    expect(await add()).toBe('banned')
    await owner.api.unbanAccount({ guildId, userId: bot.id })
    expect(await add()).toBe('done')
  })
})

test('bans are listed by id in pages', async () => {
  const guild = await chat.guildOf(owner)
  const guests = await Promise.all(Array.from({ length: 5 }, () => chat.person()))
  for (const { id } of guests) await owner.api.banAccount({ guildId: guild.id, userId: id })
  const ids = guests.map(({ id }) => id).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const page = async (given: { limit?: number; before?: string; after?: string }) =>
    (await owner.api.listBans({ guildId: guild.id, ...given })).map(({ user }) => user.id)
  expect(await page({})).toEqual(ids)
  expect(await page({ limit: 2 })).toEqual(ids.slice(0, 2))
  expect(await page({ limit: 2, after: ids[1] ?? '' })).toEqual(ids.slice(2, 4))
  expect(await page({ limit: 2, before: ids[4] ?? '' })).toEqual(ids.slice(2, 4))
})

test('bans are found by the beginning of a name', async () => {
  const guild = await chat.guildOf(owner)
  const [carol, carla, ben] = [await named('carol'), await named('carla'), await named('ben')]
  for (const { id } of [carol, carla, ben]) await owner.api.banAccount({ guildId: guild.id, userId: id })
  const find = async (query: string, limit = 10) =>
    (await owner.api.searchBans({ guildId: guild.id, query, limit })).map(({ user }) => user.id).toSorted()
  expect(await find('CAR')).toEqual([carol.id, carla.id].toSorted())
  expect(await find('car', 1)).toHaveLength(1)
  expect(await find('zz')).toEqual([])
  const stranger = await chat.person()
  expect(await chat.codeOf(stranger.api.searchBans({ guildId: guild.id, query: 'car' }))).toBe(
    'unknown_guild',
  )
})

function named(name: string): Promise<Person> {
  return chat.person(name)
}

test('many are banned at once, and who cannot be keeps nobody in', async () => {
  const guest = await chat.person()
  const outsider = await chat.person()
  const helper = await chat.person()
  const guild = await chat.guildOf(owner, guest, helper)
  const held = bits('BAN_MEMBERS', 'MANAGE_GUILD').toString()
  const role = await owner.api.createRole({ guildId: guild.id, permissions: held })
  await owner.api.giveRole({ guildId: guild.id, userId: helper.id, roleId: role.id })
  const ban = (...ids: string[]) => helper.api.bulkBan({ guildId: guild.id, user_ids: ids })
  const answer = await ban(guest.id, outsider.id, owner.id, '1')
  expect(answer).toEqual({ banned_users: [guest.id, outsider.id], failed_users: [owner.id, '1'] })
  expect((await owner.api.listBans({ guildId: guild.id })).length).toBe(2)
  expect(await chat.codeOf(ban(owner.id))).toBe('none_banned')
  const attempt = guest.api.bulkBan({ guildId: guild.id, user_ids: [helper.id] })
  expect(await chat.codeOf(attempt)).toBe('unknown_guild')
})

describe('a sibling of a banned account', () => {
  test('finds every invite expired until the ban is lifted, and no trace of it is stored here', async () => {
    const [one, other] = await withSibling()
    await owner.api.banAccount({ guildId, userId: one.id })
    expect(await join(one)).toBe('unknown_invite')
    expect(await join(other)).toBe('unknown_invite')
    const rows = await chat.storage.admin`select * from memberships where account_id = ${other.id}`
    expect(rows).toHaveLength(0)
    expect((await owner.api.listBans({ guildId })).map(({ user }) => user.id)).not.toContain(other.id)
    await owner.api.unbanAccount({ guildId, userId: one.id })
    expect(await join(other)).toBe('done')
  })

  test('stays where it is in', async () => {
    const [one, other] = await withSibling()
    await join(one)
    await join(other)
    await owner.api.banAccount({ guildId, userId: one.id })
    expect([await isIn(one), await isIn(other)]).toEqual([false, true])
    await other.api.sendMessage({ channelId, content: 'still here' })
    await owner.api.unbanAccount({ guildId, userId: one.id })
  })

  test('stays out while another one is banned, and may join other guilds', async () => {
    const [one, other] = await withSibling()
    await owner.api.banAccount({ guildId, userId: one.id })
    await owner.api.banAccount({ guildId, userId: other.id })
    await owner.api.unbanAccount({ guildId, userId: one.id })
    expect(await join(one)).toBe('unknown_invite')
    const elsewhere = await chat.guildOf(owner, one)
    expect(await chat.member(elsewhere.id, one.id)).not.toBeNull()
  })

  test('is kept out even when the process died right after the ban', async () => {
    const [one, other] = await withSibling()
    await chat.accountsAdmin`alter table exclusions rename to exclusions_away`
    expect(await chat.codeOf(owner.api.banAccount({ guildId, userId: one.id }))).toBe('internal')
    await chat.accountsAdmin`alter table exclusions_away rename to exclusions`
    await chat.parts.jobs.drain()
    expect(await join(other)).toBe('unknown_invite')
  })

  test('is let in again where the banned account was erased', async () => {
    const [one, other] = await withSibling()
    await owner.api.banAccount({ guildId, userId: other.id })
    await chat.accountsAdmin`delete from accounts where id = ${other.id}`
    expect(await join(one)).toBe('done')
  })
})
