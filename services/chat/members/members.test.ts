import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let moderator: Person
let member: Person
let guildId = ''
let channelId = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('ada')
  moderator = await chat.person('adele')
  member = await chat.person('berta')
  ;({ id: guildId, channelId } = await chat.guildOf(owner, moderator, member))
  const bits = permissions.KICK_MEMBERS | permissions.MANAGE_NICKNAMES
  const role = await owner.api.createRole({ guildId, name: 'moderators', permissions: bits.toString() })
  await owner.api.giveRole({ guildId, userId: moderator.id, roleId: role.id })
})

afterAll(() => chat.stop())

describe('members', () => {
  test('are listed in pages by id', async () => {
    const all = await member.api.listMembers({ guildId, limit: 1000 })
    expect(all.map((one) => one.user.id)).toEqual(
      [owner.id, moderator.id, member.id].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    )
    const paged = []
    for (let after = '0'; ;) {
      const [next] = await member.api.listMembers({ guildId, after })
      if (!next) break
      paged.push(next)
      after = next.user.id
    }
    expect(paged).toEqual(all)
  })

  test('are found by the beginning of any of their names', async () => {
    const find = async (query: string) =>
      (await member.api.searchMembers({ guildId, query, limit: 10 })).map((one) => one.user.username)
    expect(await find('AD')).toEqual(['ada', 'adele'])
    expect(await find('bert')).toEqual(['berta'])
    expect(await find('erta')).toEqual([])
    await member.api.editMe({ guildId, nick: 'Zoë' })
    expect(await find('zo')).toEqual(['berta'])
  })

  test('name themselves, and others only from above', async () => {
    expect(await member.api.editMe({ guildId, nick: 'Bee' })).toMatchObject({ nick: 'Bee' })
    expect(await moderator.api.editMember({ guildId, userId: member.id, nick: null })).toMatchObject({
      nick: null,
    })
    const attempts = [
      () => member.api.editMember({ guildId, userId: moderator.id, nick: 'x' }),
      () => moderator.api.editMember({ guildId, userId: owner.id, nick: 'x' }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('missing_permissions')
    expect(await chat.codeOf(owner.api.getMember({ guildId, userId: '1' }))).toBe('unknown_member')
    expect(await member.api.getMember({ guildId, userId: '@me' })).toMatchObject({ user: { id: member.id } })
  })

  test('are removed only from above, and see nothing from then on', async () => {
    const guest = await chat.person()
    const { code } = await owner.api.createInvite({ channelId })
    await guest.api.acceptInvite({ code })
    const attempts = [
      () => guest.api.kickMember({ guildId, userId: member.id }),
      () => moderator.api.kickMember({ guildId, userId: owner.id }),
      () => moderator.api.kickMember({ guildId, userId: moderator.id }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('missing_permissions')
    await moderator.api.kickMember({ guildId, userId: guest.id })
    expect(await chat.codeOf(guest.api.getChannel({ channelId }))).toBe('unknown_channel')
    expect(await chat.codeOf(guest.api.sendMessage({ channelId, content: 'hi' }))).not.toBe('done')
    expect(await chat.internal.guildsOf({ accountId: guest.id })).toEqual([])
  })

  test('lose sight of the guild even when nobody can say who they were', async () => {
    const guest = await chat.person()
    const { id } = await chat.guildOf(owner, guest)
    chat.parts.bus.publish(profilesTopic, profileChanged, { accountId: guest.id, gone: true })
    const heard = chat.listen(id)
    await chat.accountsAdmin`alter table accounts rename to accounts_away`
    const kicked = owner.api.kickMember({ guildId: id, userId: guest.id })
    expect(await chat.codeOf(kicked)).toBe('internal')
    await chat.accountsAdmin`alter table accounts_away rename to accounts`
    expect(await chat.member(id, guest.id)).toBeNull()
    expect(heard).toMatchObject([{ t: 'GUILD_UPDATE', reshape: true }])
  })

  test('look different to their guilds, and to themselves, at once when their profile changes', async () => {
    const { id } = await chat.guildOf(owner, member)
    await member.api.getMember({ guildId: id, userId: member.id })
    const heard = chat.listen(id)
    member.heard.length = 0
    chat.parts.bus.publish(profilesTopic, profileChanged, { accountId: member.id, gone: false })
    await expect.poll(() => heard.map((one) => one.t)).toEqual(['GUILD_MEMBER_UPDATE'])
    expect(member.heard.map((one) => one.t)).toEqual(['USER_UPDATE'])
  })
})

describe('bots', () => {
  test('are added by who manages the guild, once, with a role of their own', async () => {
    const bot = await chat.bot()
    const add = (by: Person, bits: bigint) =>
      chat.codeOf(
        chat.internal.addBot({
          guildId,
          accountId: bot.id,
          permissions: bits.toString(),
          by: { accountId: by.id, bot: false },
        }),
      )
    expect(await add(member, 0n)).toBe('not_allowed')
    expect(await add(await chat.person(), 0n)).toBe('not_found')
    expect(await add(owner, permissions.SEND_MESSAGES)).toBe('done')
    expect(bot.heard.map((one) => one.t)).toEqual(['GUILD_CREATE'])
    expect(await add(owner, permissions.VIEW_CHANNEL)).toBe('done')
    const own = (await bot.api.listRoles({ guildId })).filter((role) => role.tags?.bot_id === bot.id)
    expect(own).toMatchObject([{ permissions: permissions.VIEW_CHANNEL.toString() }])
    expect((await bot.api.getMember({ guildId, userId: bot.id })).roles).toEqual([own[0]?.id])
  })

  test('keep the permissions of their role when somebody below it adds them again', async () => {
    const bot = await chat.bot()
    const { id } = await chat.guildOf(owner, member)
    const add = (by: Person, bits: bigint) =>
      chat.internal.addBot({
        guildId: id,
        accountId: bot.id,
        permissions: bits,
        by: { accountId: by.id, bot: false },
      })
    const manage = permissions.MANAGE_GUILD | permissions.MANAGE_ROLES
    const role = await owner.api.createRole({ guildId: id, permissions: manage.toString() })
    await owner.api.giveRole({ guildId: id, userId: member.id, roleId: role.id })
    await add(owner, permissions.BAN_MEMBERS)
    const own = (await chat.state(id)).roles.find((one) => one.botId === bot.id)
    await owner.api.moveRoles({ guildId: id, moves: [{ id: own?.id ?? '', position: 2 }] })
    await add(member, 0n)
    const bits = async () => (await chat.state(id)).roles.find((one) => one.botId === bot.id)?.permissions
    expect(await bits()).toBe(permissions.BAN_MEMBERS)
    await owner.api.moveRoles({ guildId: id, moves: [{ id: own?.id ?? '', position: 1 }] })
    await add(member, 0n)
    expect(await bits()).toBe(0n)
  })
})
