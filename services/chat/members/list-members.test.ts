import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChat, type Person, type RunningChat } from '../testing/start-chat.ts'

let chat: RunningChat
let people: Person[]
let guildId = ''

beforeAll(async () => {
  chat = await startChat()
  people = [await chat.person(), await chat.person(), await chat.person(), await chat.person()]
  const [owner, ...members] = people
  if (!owner) throw new Error('nobody is there')
  guildId = (await chat.guildOf(owner, ...members)).id
})
afterAll(() => chat.stop())

const byNumber = (a: string, b: string) => (BigInt(a) < BigInt(b) ? -1 : 1)

test('members are paged by number, past those who left', async () => {
  const [owner, left] = people
  await left?.api.leaveGuild({ guildId })
  const ids = people
    .map((one) => one.id)
    .filter((id) => id !== left?.id)
    .toSorted(byNumber)
  const page = async (after: string, limit: number) =>
    (await owner?.api.listMembers({ guildId, after, limit }))?.map((member) => member.user.id)
  expect(await page('0', 10)).toEqual(ids)
  expect(await page('0', 2)).toEqual(ids.slice(0, 2))
  expect(await page(ids[0] ?? '', 10)).toEqual(ids.slice(1))
  expect(await page(ids.at(-1) ?? '', 10)).toEqual([])
})
