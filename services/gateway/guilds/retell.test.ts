import { guildMissed, guildsTopic } from '@alles/chat/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway, type Person, type RunningGateway } from '../testing/start-gateway.ts'

let running: RunningGateway
let owner: Person
let member: Person
let leaver: Person
let guild: { id: string; channelId: string }

beforeAll(async () => {
  running = await startGateway()
  owner = await running.person()
  member = await running.person()
  leaver = await running.person()
  guild = await running.guild(owner, member, leaver)
})
afterAll(() => running.stop())

/** Does it while nobody hears of it. */
async function unheard(work: () => Promise<unknown>): Promise<void> {
  const { publish } = running.bus
  running.bus.publish = () => undefined
  try {
    await work()
  } finally {
    running.bus.publish = publish
  }
}

test('a guild of which something was missed is told anew, to those who are still in it', async () => {
  const client = await member.session()
  const gone = await leaver.session()
  await unheard(async () => {
    await owner.api.editGuild({ guildId: guild.id, name: 'Renamed' })
    await owner.api.createRole({ guildId: guild.id, name: 'Gardener' })
    await owner.api.kickMember({ guildId: guild.id, userId: leaver.id })
  })
  running.bus.publish(guildsTopic, guildMissed, { guildId: guild.id })
  await client.event('GUILD_CREATE', ({ name }) => name === 'Renamed')
  expect(client.events('GUILD_DELETE')).toEqual([{ id: guild.id, unavailable: true }])
  const told = client.events<{ roles: { name: string }[] }>('GUILD_CREATE').at(-1)
  expect(told?.roles.map(({ name }) => name)).toContain('Gardener')
  await gone.event('GUILD_DELETE')
  expect(gone.events('GUILD_DELETE')).toEqual([{ id: guild.id }])
  await owner.api.sendMessage({ channelId: guild.channelId, content: 'after' })
  await client.event('MESSAGE_CREATE')
  const fresh = await member.session()
  expect(fresh.events('GUILD_CREATE').at(-1)).toEqual(
    expect.objectContaining({ ...told, channels: expect.anything() }),
  )
  for (const one of [client, gone, fresh]) await one.cut()
})
