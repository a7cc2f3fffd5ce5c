import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { permissions } from '../contract/index.ts'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let owner: Person
let opener: Person
let guest: Person
let other: Person
let guildId = ''
let channelId = ''
let threadId = ''

beforeAll(async () => {
  chat = await startChat()
  ;[owner, opener, guest, other] = [
    await chat.person(),
    await chat.person(),
    await chat.person(),
    await chat.person(),
  ]
})
beforeEach(async () => {
  ;({ id: guildId, channelId } = await chat.guildOf(owner, opener, guest, other))
  ;({ id: threadId } = await opener.api.startThread({ channelId, name: 'Surprise' }))
})
afterAll(() => chat.stop())

const say = (content: string, by: Person) => by.api.sendMessage({ channelId: threadId, content })
const add = (who: Person, by = opener) => by.api.addThreadMember({ channelId: threadId, userId: who.id })
const remove = (who: Person, by = opener) =>
  by.api.removeThreadMember({ channelId: threadId, userId: who.id })

describe('a private thread', () => {
  test('does not exist for others: not by its id, in a list, in its channel, by joining it', async () => {
    await say('cake at five', opener)
    const attempts = [
      () => other.api.getChannel({ channelId: threadId }),
      () => other.api.editChannel({ channelId: threadId, name: 'x' }),
      () => other.api.deleteChannel({ channelId: threadId }),
      () => other.api.listMessages({ channelId: threadId }),
      () => other.api.sendMessage({ channelId: threadId, content: 'x' }),
      () => other.api.startTyping({ channelId: threadId }),
      () => other.api.joinThread({ channelId: threadId }),
      () => other.api.listThreadMembers({ channelId: threadId }),
      () => other.api.getThreadMember({ channelId: threadId, userId: opener.id }),
      () => other.api.addThreadMember({ channelId: threadId, userId: other.id }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('unknown_channel')
    expect(await other.api.listActiveThreads({ guildId })).toEqual({ threads: [], members: [] })
    expect(await other.api.listMessages({ channelId })).toEqual([])
    expect(await other.api.listChannels({ guildId })).toHaveLength(2)
    await owner.api.editChannel({ channelId: threadId, archived: true })
    expect(await other.api.listPublicArchivedThreads({ channelId })).toMatchObject({ threads: [] })
    expect(await other.api.listMyArchivedThreads({ channelId })).toMatchObject({ threads: [] })
    const all = other.api.listPrivateArchivedThreads({ channelId })
    expect(await chat.codeOf(all)).toBe('missing_permissions')
    expect(await chat.codeOf(other.api.getChannel({ channelId: threadId }))).toBe('unknown_channel')
  })

  test('does not exist either for who is in it and may not see its channel', async () => {
    await add(guest)
    const deny = permissions.VIEW_CHANNEL.toString()
    await owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny })
    const attempts = [
      () => guest.api.getChannel({ channelId: threadId }),
      () => guest.api.listThreadMembers({ channelId: threadId }),
      () => guest.api.leaveThread({ channelId: threadId }),
      () => guest.api.listMessages({ channelId: threadId }),
    ]
    for (const attempt of attempts) expect(await chat.codeOf(attempt())).toBe('unknown_channel')
  })

  test('is there for who is added, and for who manages threads', async () => {
    await add(guest)
    await add(guest)
    expect(await guest.api.getChannel({ channelId: threadId })).toMatchObject({
      type: 12,
      member_count: 2,
      member: { user_id: guest.id },
      thread_metadata: { invitable: true },
    })
    await say('hello', guest)
    expect(await owner.api.getChannel({ channelId: threadId })).not.toHaveProperty('member')
    expect((await guest.api.listActiveThreads({ guildId })).members).toMatchObject([{ id: threadId }])
    await owner.api.editChannel({ channelId: threadId, archived: true })
    for (const by of [opener, guest])
      expect((await by.api.listMyArchivedThreads({ channelId })).threads).toMatchObject([{ id: threadId }])
    expect((await owner.api.listPrivateArchivedThreads({ channelId })).threads).toHaveLength(1)
  })

  test('is told of to nobody else, in no event', async () => {
    const heard = chat.listen(guildId)
    await add(guest)
    await say('hello', guest)
    await opener.api.editChannel({ channelId: threadId, name: 'Still a surprise' })
    await remove(guest)
    await owner.api.deleteChannel({ channelId: threadId })
    for (const { audience } of heard) {
      if (audience.kind === 'guild') expect(audience.accountIds).toEqual([guest.id])
      else if (audience.kind !== 'channel') throw new Error('no other audience is meant')
      else if (audience.channelId !== threadId) expect(audience).toMatchObject({ members: [opener.id] })
    }
    expect(heard.map(({ t }) => t)).toEqual([
      'THREAD_CREATE',
      'THREAD_MEMBERS_UPDATE',
      'MESSAGE_CREATE',
      'THREAD_UPDATE',
      'THREAD_MEMBERS_UPDATE',
      'THREAD_DELETE',
      'THREAD_DELETE',
    ])
  })

  test('is out of sight for who was taken out or left', async () => {
    await add(guest)
    await say('in', guest)
    expect(await chat.codeOf(remove(opener, guest))).toBe('missing_permissions')
    await remove(guest)
    expect(await chat.codeOf(say('out', guest))).toBe('unknown_channel')
    expect(await chat.codeOf(remove(guest))).toBe('unknown_member')
    await add(guest)
    await guest.api.leaveThread({ channelId: threadId })
    expect(await chat.codeOf(guest.api.getChannel({ channelId: threadId }))).toBe('unknown_channel')
  })

  test('takes nothing from somebody who is taken out while writing', async () => {
    await add(guest)
    await say('in', guest)
    const sends = Array.from({ length: 20 }, (_, count) => chat.codeOf(say(`early ${count}`, guest)))
    const removal = remove(guest).then(() => chat.codeOf(say('late', guest)))
    expect(await removal).toBe('unknown_channel')
    const written = (await Promise.all(sends)).filter((code) => code === 'done').length
    expect((await owner.api.listMessages({ channelId: threadId, limit: 100 })).length).toBe(written + 1)
  })

  test('is added to by all its members where it says so, else by who opened it or manages threads', async () => {
    await add(guest)
    await opener.api.editChannel({ channelId: threadId, invitable: false })
    expect(await chat.codeOf(add(other, guest))).toBe('missing_permissions')
    await opener.api.editChannel({ channelId: threadId, invitable: true })
    expect(await chat.codeOf(add(other, guest))).toBe('done')
    const stranger = await chat.person()
    expect(await chat.codeOf(add(stranger))).toBe('unknown_member')
    const deny = permissions.VIEW_CHANNEL.toString()
    const late = await chat.person()
    const { code } = await owner.api.createInvite({ channelId })
    await late.api.acceptInvite({ code })
    await owner.api.setOverwrite({ channelId, overwriteId: late.id, type: 1, deny })
    expect(await chat.codeOf(add(late))).toBe('missing_access')
  })

  test('is left by who leaves the guild, and they do not come back to it', async () => {
    await add(guest)
    await say('bye', guest)
    const heard = chat.listen(guildId)
    await guest.api.leaveGuild({ guildId })
    expect(heard.find(({ t }) => t === 'THREAD_MEMBERS_UPDATE')?.d).toEqual({
      id: threadId,
      guild_id: guildId,
      member_count: 1,
      removed_member_ids: [guest.id],
    })
    const { code } = await owner.api.createInvite({ channelId })
    await guest.api.acceptInvite({ code })
    expect(await chat.codeOf(guest.api.getChannel({ channelId: threadId }))).toBe('unknown_channel')
    expect(await owner.api.getChannel({ channelId: threadId })).toMatchObject({ member_count: 1 })
  })

  test('that is archived is left by who leaves the guild, too', async () => {
    await add(guest)
    await owner.api.editChannel({ channelId: threadId, archived: true })
    expect(await chat.codeOf(guest.api.getChannel({ channelId: threadId }))).toBe('done')
    await guest.api.leaveGuild({ guildId })
    const { code } = await owner.api.createInvite({ channelId })
    await guest.api.acceptInvite({ code })
    expect(await chat.codeOf(guest.api.getChannel({ channelId: threadId }))).toBe('unknown_channel')
    expect(await chat.codeOf(say('me again', guest))).toBe('unknown_channel')
    expect((await guest.api.listMyArchivedThreads({ channelId })).threads).toEqual([])
  })

  test('is not opened by who may not', async () => {
    const deny = permissions.CREATE_PRIVATE_THREADS.toString()
    await owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny })
    const start = (type: number) => chat.codeOf(guest.api.startThread({ channelId, name: 'x', type }))
    expect(await start(12)).toBe('missing_permissions')
    expect(await start(11)).toBe('done')
  })
})

test('that something is a channel and no thread is told to those alone who see it', async () => {
  const stranger = await chat.person()
  const joinedBy = (who: Person) => chat.codeOf(who.api.joinThread({ channelId }))
  expect(await joinedBy(guest)).toBe('unsupported_channel_type')
  expect(await joinedBy(stranger)).toBe('unknown_channel')
  const deny = permissions.VIEW_CHANNEL.toString()
  await owner.api.setOverwrite({ channelId, overwriteId: guildId, type: 0, deny })
  expect(await joinedBy(guest)).toBe('missing_access')
})
