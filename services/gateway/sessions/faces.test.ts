import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway
let ada: Person
let mask: string
beforeAll(async () => {
  running = await startGateway()
  ada = await running.person()
  mask = (await ada.api.createSecondary({ username: 'mask_of_nobody' })).account.id
})
afterAll(() => running.stop())

/** A session that begins as the account named; READY says who it is. */
async function sessionAs(account?: string) {
  const client = await ada.session(account === undefined ? {} : { account })
  const { user } = await client.event<{ user: { id: string } }>('READY')
  return { client, who: user.id }
}

test('a connection acts as the account it names, and as the session’s own where it names none', async () => {
  const shown = [await sessionAs(), await sessionAs(ada.id), await sessionAs(mask)]
  expect(shown.map(({ who }) => who)).toEqual([ada.id, ada.id, mask])
  for (const { client } of shown) await client.cut()
})

test('a switch in one tab changes no connection of another', async () => {
  const before = await sessionAs(ada.id)
  await ada.api.switchAccount({ account: mask })
  const [after, named] = [await sessionAs(), await sessionAs(ada.id)]
  expect([after.who, named.who]).toEqual([mask, ada.id])
  await ada.as(ada.id).editAccount({ bio: 'told to the first face' })
  await before.client.event<{ id: string }>('USER_UPDATE', ({ id }) => id === ada.id)
  await ada.as(mask).editAccount({ bio: 'told to the other' })
  await after.client.event<{ id: string }>('USER_UPDATE', ({ id }) => id === mask)
  for (const [{ client }, who] of [
    [before, ada.id],
    [named, ada.id],
    [after, mask],
  ] as const)
    expect(new Set(client.events<{ id: string }>('USER_UPDATE').map(({ id }) => id))).toEqual(new Set([who]))
  await ada.as(mask).switchAccount({ account: ada.id })
  for (const { client } of [before, after, named]) await client.cut()
})

test('two faces in one guild write each as itself, whatever else the person does meanwhile', async () => {
  const owner = await running.person()
  const guild = await running.guild(owner)
  const { code } = await owner.api.createInvite({ channelId: guild.channelId })
  const faces = [ada.id, mask]
  for (const face of faces) await ada.as(face).acceptInvite({ code })
  await Promise.all(
    Array.from({ length: 6 }, (_, round) => round).flatMap((round) => [
      ...faces.map((face) => ada.as(face).sendMessage({ channelId: guild.channelId, content: `by ${face}` })),
      ada.as(ada.id).switchAccount({ account: faces[round % 2] ?? '' }),
    ]),
  )
  const messages = (await owner.api.listMessages({ channelId: guild.channelId })).filter(({ content }) =>
    content.startsWith('by '),
  )
  expect(messages).toHaveLength(12)
  for (const { author, content } of messages) expect(content).toBe(`by ${author.id}`)
  await ada.as(ada.id).switchAccount({ account: ada.id })
})

test('a new username and colour reach everybody who is there, and who comes later', async () => {
  const owner = await running.person()
  const guild = await running.guild(owner, ada)
  const watching = await owner.session()
  await ada.api.changeUsername({ username: 'renamed_ada' })
  await watching.event<{ user: { username: string } }>(
    'GUILD_MEMBER_UPDATE',
    ({ user }) => user.username === 'renamed_ada',
  )
  await ada.api.editAccount({ color: 0x12_34_56 })
  await watching.event<{ user: { accent_color: number | null } }>(
    'GUILD_MEMBER_UPDATE',
    ({ user }) => user.accent_color === 0x12_34_56,
  )
  await owner.api.sendMessage({ channelId: guild.channelId, content: 'Welcome' })
  await ada.api.sendMessage({ channelId: guild.channelId, content: 'Thanks' })
  const [latest] = await owner.api.listMessages({ channelId: guild.channelId })
  expect(latest?.author.username).toBe('renamed_ada')
  const late = await owner.session()
  const whole = await late.event<{ members: { user: { id: string; username: string } }[] }>('GUILD_CREATE')
  expect(whole.members.find(({ user }) => user.id === ada.id)?.user.username).toBe('renamed_ada')
  for (const client of [watching, late]) await client.cut()
})

test('the connections of a face end with it, and those of the others stay', async () => {
  const { account } = await ada.api.createSecondary({ username: 'short_lived_face' })
  const [short, own] = [await sessionAs(account.id), await sessionAs(ada.id)]
  await running.accounts.forget({ accountId: account.id, mode: 'everything' })
  expect(await short.client.code()).toBe(4004)
  expect(own.client.closed).toBeNull()
  const refused = await ada.connect()
  refused.say(2, { token: '', properties: {}, account: account.id })
  expect(await refused.code()).toBe(4004)
  await own.client.cut()
})
