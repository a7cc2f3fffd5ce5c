import { createLocalBus } from '@alles/platform/events'
import { testProcess } from '@alles/platform/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { GatewayClient } from '../testing/gateway-client.ts'
import {
  startGateway,
  type GatewayProcess,
  type Person,
  type RunningGateway,
} from '../testing/start-gateway.ts'
import { usualPatience, Visits } from './visits.ts'

const patience = { leastMs: 300, mostMs: 400 }
/** Longer than it takes until a visit is over. */
const longMs = 2000

let running: RunningGateway
let other: GatewayProcess
let owner: Person
let guildId: string
let channelId: string

beforeAll(async () => {
  running = await startGateway({ patience })
  other = await running.another()
  owner = await running.person()
  const made = await running.guild(owner)
  guildId = made.id
  channelId = made.channelId
})
afterAll(() => running.stop())

async function visitor(): Promise<Person> {
  const person = await running.person()
  const { code } = await owner.api.createInvite({ channelId, temporary: true })
  await person.api.acceptInvite({ code })
  return person
}

async function isMember({ id }: Person): Promise<boolean> {
  return (await running.chat.guildMembers({ guildId, accountIds: [id] })).length > 0
}

const ends = (person: Person) => expect.poll(() => isMember(person), { timeout: 10_000 }).toBe(false)
const later = () => new Promise((resolve) => setTimeout(resolve, longMs))

/** Says goodbye, as a page that is left does: the session is not resumed. */
async function leave(client: GatewayClient): Promise<void> {
  client.socket.close(1000)
  await client.code()
}

describe('who came for a visit', () => {
  test('goes when their last session is over, and everybody hears of it', async () => {
    const person = await visitor()
    const watching = await owner.session()
    await leave(await person.session())
    const left = await watching.event<{ user: { id: string } }>('GUILD_MEMBER_REMOVE')
    expect(left.user.id).toBe(person.id)
    expect(await isMember(person)).toBe(false)
    await watching.cut()
  })

  test('stays while another session is there, in this process or another, connected or to be resumed', async () => {
    const person = await visitor()
    const away = await person.session({}, other)
    const resumable = await person.session({}, other)
    await leave(await person.session())
    await later()
    expect(await isMember(person)).toBe(true)
    await resumable.cut()
    await leave(away)
    await later()
    expect(await isMember(person)).toBe(true)
    running.clock.advance(6 * 60_000)
    await ends(person)
  })

  test('stays who comes back in time, as who reloads a page does, or was given a role', async () => {
    const [person, trusted] = [await visitor(), await visitor()]
    const { id: roleId } = await owner.api.createRole({ guildId })
    await owner.api.giveRole({ guildId, userId: trusted.id, roleId })
    await leave(await trusted.session())
    await leave(await person.session())
    const back = await person.session()
    await later()
    expect(await isMember(person)).toBe(true)
    expect(await isMember(trusted)).toBe(true)
    await leave(back)
    await ends(person)
  })

  test('goes when the process of their last session was killed', async () => {
    const person = await visitor()
    const doomed = await running.another()
    await person.session({}, doomed)
    // Processes tell each other of it a moment later.
    await new Promise((resolve) => setTimeout(resolve, 300))
    await doomed.kill()
    await ends(person)
  })

  test('stays when their session goes to another process', async () => {
    const person = await visitor()
    const third = await running.another()
    await person.session({}, third)
    await third.stop()
    await later()
    expect(await isMember(person)).toBe(true)
  })
})

test('accounts that are left together do not go together, nor before half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  const { log } = testProcess()
  const began = Date.now()
  const goneAfter: number[] = []
  const visits = new Visits({
    bus: createLocalBus(log),
    peers: { id: 'a', isAlone: true, isFirst: true },
    log,
    isHere: () => false,
    end: async (accountIds) => void goneAfter.push(...accountIds.map(() => Date.now() - began)),
    patience: usualPatience,
  })
  const stop = visits.start()
  for (let account = 1; account <= 40; account += 1) visits.left(String(account))
  await vi.advanceTimersByTimeAsync(91_000)
  stop()
  vi.useRealTimers()
  expect(goneAfter).toHaveLength(40)
  expect(Math.min(...goneAfter)).toBeGreaterThanOrEqual(usualPatience.leastMs)
  // By chance, a few of forty come within the same tenth of a second.
  expect(new Set(goneAfter).size).toBeGreaterThan(30)
})
