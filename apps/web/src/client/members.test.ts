import { describe, expect, test } from 'vitest'
import { guildId, fern, sage, wireGuild, wireMember, wireUser } from '../testing/wire.ts'
import { fakeClient, settle, type FakeClient } from '../testing/fake-client.ts'
import { connect, hear } from './connect.ts'
import { askForMember, askForNames, readMoreMembers } from './members.ts'

const ready = { user: fern, guilds: [{ id: guildId }], session_id: 's' }

/** Connected, in a server of which nobody but oneself is known. */
function inLargeGuild(): FakeClient {
  const fake = fakeClient()
  connect(fake.client, () => undefined)
  fake.sockets[0]?.message(JSON.stringify({ op: 10, d: { heartbeat_interval: 40_000 } }))
  fake.sockets[0]?.message(JSON.stringify({ op: 0, t: 'READY', s: 1, d: ready }))
  const members = [wireMember(fern)]
  hear(fake.client, { t: 'GUILD_CREATE', d: wireGuild({ members, large: true, member_count: 4000 }) })
  return fake
}

const requested = ({ sent }: FakeClient) =>
  sent
    .map((text) => JSON.parse(text) as { op: number; d: unknown })
    .filter(({ op }) => op === 8)
    .map(({ d }) => d)
const known = ({ client }: FakeClient) => Object.keys(client.store.getState().entities.members[guildId] ?? {})

describe('members of a large server', () => {
  test('are asked for together, and once in a session', async () => {
    const fake = inLargeGuild()
    askForMember(fake.client, guildId, '1')
    askForMember(fake.client, guildId, '2')
    askForMember(fake.client, guildId, '1')
    await settle()
    askForMember(fake.client, guildId, '2')
    await settle()
    expect(requested(fake)).toEqual([{ guild_id: guildId, user_ids: ['1', '2'] }])
    hear(fake.client, { t: 'READY', d: ready })
    askForMember(fake.client, guildId, '2')
    await settle()
    expect(requested(fake)).toHaveLength(2)
  })

  test('are known once the answer has come', () => {
    const fake = inLargeGuild()
    hear(fake.client, {
      t: 'GUILD_MEMBERS_CHUNK',
      d: { guild_id: guildId, members: [wireMember(sage, ['7'])] },
    })
    expect(fake.client.store.getState().entities.members[guildId]?.[sage.id]?.roleIds).toEqual(['7'])
    expect(fake.client.store.getState().entities.users[sage.id]?.username).toBe('sage')
  })

  test('are asked for again where nobody was there to hear it', async () => {
    const fake = inLargeGuild()
    fake.sockets[0]?.closed(1006)
    askForMember(fake.client, guildId, '1')
    askForNames(fake.client, guildId, 'sa')
    await settle()
    expect(requested(fake)).toEqual([])
    expect(fake.client.membersAsked.size).toBe(0)
  })

  test('are found by how their names begin, each beginning once', () => {
    const fake = inLargeGuild()
    for (const beginning of ['', 'sa', 'sa']) askForNames(fake.client, guildId, beginning)
    expect(requested(fake)).toEqual([{ guild_id: guildId, query: 'sa', limit: 10 }])
  })

  test('are listed page by page until all are known', async () => {
    const fake = inLargeGuild()
    const page = Array.from({ length: 100 }, (_, at) => wireMember(wireUser(String(9000 + at), `m${at}`)))
    fake.answer = ({ path }) => ({ status: 200, body: path.includes('after=9099') ? [] : page })
    expect(await readMoreMembers(fake.client, guildId)).toBe(true)
    expect(known(fake)).toHaveLength(101)
    await readMoreMembers(fake.client, guildId)
    await readMoreMembers(fake.client, guildId)
    expect(fake.asked.map((one) => new URL(one.path, 'http://x').searchParams.get('after'))).toEqual([
      '0',
      '9099',
    ])
    expect(fake.client.store.getState().entities.guilds[guildId]?.memberPages.whole).toBe(true)
  })

  test('can be listed again after a page could not be read', async () => {
    const fake = inLargeGuild()
    fake.answer = () => 'unreachable'
    expect(await readMoreMembers(fake.client, guildId)).toBe(false)
    fake.answer = () => ({ status: 200, body: [] })
    expect(await readMoreMembers(fake.client, guildId)).toBe(true)
  })
})

test('of a small server nobody is asked for: all are known', async () => {
  const fake = inLargeGuild()
  hear(fake.client, { t: 'GUILD_CREATE', d: wireGuild() })
  askForMember(fake.client, guildId, '1')
  askForNames(fake.client, guildId, 'sa')
  await readMoreMembers(fake.client, guildId)
  await settle()
  expect([requested(fake), fake.asked]).toEqual([[], []])
})
