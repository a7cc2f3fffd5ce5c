import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let member: Person

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('host')
  member = await chat.person()
})

afterAll(() => chat.stop())

describe('invites', () => {
  test('let in as many as their limit, whoever comes at the same time', async () => {
    const { id, channelId } = await chat.guildOf(owner)
    const { code } = await owner.api.createInvite({ channelId, max_uses: 5 })
    const people = await Promise.all(Array.from({ length: 20 }, () => chat.person()))
    const outcomes = await Promise.all(people.map((one) => chat.codeOf(one.api.acceptInvite({ code }))))
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(5)
    expect(outcomes.filter((one) => one === 'unknown_invite')).toHaveLength(15)
    expect((await chat.state(id)).memberCount).toBe(6)
    expect(await owner.api.listGuildInvites({ guildId: id })).toEqual([])
  })

  test('end by the clock', async () => {
    const { channelId } = await chat.guildOf(owner)
    const invite = await owner.api.createInvite({ channelId, max_age: 60 })
    expect(Date.parse(invite.expires_at ?? '')).toBe(chat.clock.now() + 60_000)
    chat.clock.advance(59_000)
    expect((await chat.nobody.getInvite({ code: invite.code })).code).toBe(invite.code)
    chat.clock.advance(1_000)
    expect(await chat.codeOf(chat.nobody.getInvite({ code: invite.code }))).toBe('unknown_invite')
    expect(await chat.codeOf(member.api.acceptInvite({ code: invite.code }))).toBe('unknown_invite')
    expect(await owner.api.listChannelInvites({ channelId })).toEqual([])
  })

  test('show what they lead to, and who invites, to people who are not signed in', async () => {
    const { id, channelId } = await chat.guildOf(owner, member)
    const { code } = await owner.api.createInvite({ channelId, max_age: 0 })
    expect(await chat.nobody.getInvite({ code, with_counts: true })).toMatchObject({
      code,
      guild: { id, name: 'Reading room' },
      channel: { id: channelId, name: 'general', type: 0 },
      inviter: { id: owner.id, username: 'host' },
      expires_at: null,
      approximate_member_count: 2,
    })
  })

  test('use nothing up for who is in already, and bring back who left as the same membership', async () => {
    const { id, channelId } = await chat.guildOf(owner, member)
    const before = await chat.member(id, member.id)
    const { code } = await owner.api.createInvite({ channelId, max_uses: 2 })
    expect(await member.api.acceptInvite({ code })).toMatchObject({ new_member: false })
    await member.api.leaveGuild({ guildId: id })
    expect(await member.api.acceptInvite({ code })).toMatchObject({ new_member: true })
    const after = await chat.member(id, member.id)
    expect(after?.membershipRef).toBe(before?.membershipRef)
    expect(after?.contentKeyId).toBe(before?.contentKeyId)
    expect(await owner.api.listChannelInvites({ channelId })).toMatchObject([{ uses: 1, max_uses: 2 }])
  })

  test('that never end are answered again, unless a unique one is asked for', async () => {
    const { channelId } = await chat.guildOf(owner)
    const first = await owner.api.createInvite({ channelId, max_age: 0 })
    expect((await owner.api.createInvite({ channelId, max_age: 0 })).code).toBe(first.code)
    expect((await owner.api.createInvite({ channelId, max_age: 0, unique: true })).code).not.toBe(first.code)
    expect((await owner.api.createInvite({ channelId, max_age: 0, max_uses: 1 })).code).not.toBe(first.code)
  })

  test('are for people, and not for bots', async () => {
    const { channelId } = await chat.guildOf(owner)
    const { code } = await owner.api.createInvite({ channelId })
    const bot = await chat.bot()
    expect(await chat.codeOf(bot.api.acceptInvite({ code }))).toBe('people_only')
  })

  test('are made, seen and taken back only by who may', async () => {
    const { id, channelId, categoryId } = await chat.guildOf(owner, member)
    const { code } = await owner.api.createInvite({ channelId, unique: true })
    const stranger = await chat.person()
    expect(await chat.codeOf(stranger.api.createInvite({ channelId }))).toBe('unknown_channel')
    expect(await chat.codeOf(stranger.api.deleteInvite({ code }))).toBe('unknown_invite')
    expect(await chat.codeOf(member.api.deleteInvite({ code }))).toBe('missing_permissions')
    expect(await chat.codeOf(member.api.listGuildInvites({ guildId: id }))).toBe('missing_permissions')
    expect(await chat.codeOf(owner.api.createInvite({ channelId: categoryId }))).toBe(
      'unsupported_channel_type',
    )
    const own = await member.api.createInvite({ channelId, unique: true })
    expect((await member.api.deleteInvite({ code: own.code })).code).toBe(own.code)
    await owner.api.setOverwrite({
      channelId,
      overwriteId: member.id,
      type: 1,
      deny: permissions.CREATE_INSTANT_INVITE.toString(),
    })
    expect(await chat.codeOf(member.api.createInvite({ channelId }))).toBe('missing_permissions')
  })

  test('are told only to those who manage the channel', async () => {
    const { id, channelId } = await chat.guildOf(owner)
    const heard = chat.listen(id)
    const { code } = await owner.api.createInvite({ channelId, unique: true })
    await owner.api.deleteInvite({ code })
    const audience = { kind: 'channel', guildId: id, channelId, needs: permissions.MANAGE_CHANNELS }
    expect(heard).toMatchObject([
      { t: 'INVITE_CREATE', d: { code, uses: 0 }, audience },
      { t: 'INVITE_DELETE', d: { code }, audience },
    ])
  })

  test('go with their channel', async () => {
    const { channelId } = await chat.guildOf(owner)
    const { code } = await owner.api.createInvite({ channelId })
    await owner.api.deleteChannel({ channelId })
    expect(await chat.codeOf(chat.nobody.getInvite({ code }))).toBe('unknown_invite')
  })
})
