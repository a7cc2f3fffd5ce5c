import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChat, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
beforeAll(async () => {
  chat = await startChat()
})
afterAll(() => chat.stop())

test('who came for a visit goes when it ends, but who was given a role and who came to stay', async () => {
  const owner = await chat.person()
  const { id: guildId, channelId } = await chat.guildOf(owner)
  const visit = await owner.api.createInvite({ channelId, temporary: true })
  const stay = await owner.api.createInvite({ channelId })
  const [visitor, trusted, member] = [await chat.person(), await chat.person(), await chat.person()]
  await visitor.api.acceptInvite({ code: visit.code })
  await trusted.api.acceptInvite({ code: visit.code })
  await member.api.acceptInvite({ code: stay.code })
  const role = await owner.api.createRole({ guildId })
  await owner.api.giveRole({ guildId, userId: trusted.id, roleId: role.id })
  const ended = []
  for (const { id } of [visitor, trusted, member, owner])
    ended.push((await chat.internal.endVisits({ accountIds: [id] })).ended)
  expect(ended).toEqual([1, 0, 0, 0])
  expect(visitor.heard.at(-1)).toMatchObject({ t: 'GUILD_DELETE', d: { id: guildId } })
  expect(await chat.codeOf(visitor.api.getGuild({ guildId }))).toBe('unknown_guild')
  for (const one of [trusted, member]) expect(await chat.codeOf(one.api.getGuild({ guildId }))).toBe('done')
})
