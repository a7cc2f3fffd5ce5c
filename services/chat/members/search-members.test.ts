import { profileChanged, profilesTopic } from '@alles/accounts/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'
import { fillGuild } from '../testing/large-guild.ts'

let chat: RunningChat
let owner: Person
let bert: Person
let guildId = ''
let channelId = ''

beforeAll(async () => {
  chat = await startChat()
  owner = await chat.person('gardener')
  bert = await chat.person('bertram')
})
afterAll(() => chat.stop())

beforeEach(async () => {
  ;({ id: guildId, channelId } = await chat.guildOf(owner, bert))
})

const found = async (query: string, limit = 10) =>
  (await owner.api.searchMembers({ guildId, query, limit })).map((member) => member.user.id)

describe('searching members by how a name begins', () => {
  test('finds names and nicknames, whatever the case, in the order of names', async () => {
    await owner.api.editMe({ guildId, nick: 'Berta' })
    expect(await found('BER')).toEqual([owner.id, bert.id])
    expect(await found('ber', 1)).toEqual([owner.id])
    expect(await found('garden')).toEqual([owner.id])
    expect(await found('ert')).toEqual([])
  })

  test('follows nicknames, joins and departures', async () => {
    expect(await found('wal')).toEqual([])
    await owner.api.editMember({ guildId, userId: bert.id, nick: 'Walnut' })
    expect(await found('wal')).toEqual([bert.id])
    await owner.api.editMember({ guildId, userId: bert.id, nick: null })
    expect(await found('wal')).toEqual([])
    await bert.api.leaveGuild({ guildId })
    expect(await found('bertram')).toEqual([])
    const { code } = await owner.api.createInvite({ channelId })
    await bert.api.acceptInvite({ code })
    expect(await found('bertram')).toEqual([bert.id])
  })

  test('finds nobody by what they are no longer called', async () => {
    expect(await found('bertram')).toEqual([bert.id])
    chat.parts.bus.publish(profilesTopic, profileChanged, { accountId: bert.id, gone: false })
    expect(await found('bertram')).toEqual([bert.id])
    const key = (await chat.member(guildId, owner.id))?.contentKeyId ?? ''
    await owner.api.editMe({ guildId, nick: 'Quince' })
    expect(await found('quince')).toEqual([owner.id])
    await chat.keys.destroy({ ids: [key] })
    await expect.poll(() => found('quince')).toEqual([])
    expect(await found('gardener')).toEqual([owner.id])
  })

  test('opens a guild page by page, and goes on by itself', async () => {
    await fillGuild(chat.storage.admin, guildId, 12_500)
    const last = await chat.person('zinnia')
    const { code } = await owner.api.createInvite({ channelId })
    await last.api.acceptInvite({ code })
    await expect.poll(() => found('zinnia'), { timeout: 10_000 }).toEqual([last.id])
  })
})
