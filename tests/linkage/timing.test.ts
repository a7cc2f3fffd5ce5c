import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pause } from '../support/server.ts'
import { compareTimes, tells, type Compared, type Timed } from './timing.ts'
import { timedActs } from './timed-acts.ts'
import { startWorld, type World } from './world.ts'

let world: World
let acts: ReadonlyMap<string, Timed>
beforeAll(async () => {
  world = await startWorld(5)
  acts = new Map(timedActs(world).map((one) => [one.name, one]))
})
afterAll(() => world?.stop())

function act(name: string): Timed {
  const found = acts.get(name)
  if (!found) throw new Error(`no time is taken of ${name}`)
  return found
}

function say(name: string, { ps, medians }: Compared): void {
  const numbers = medians.map((one) => `${one.toFixed(2)} ms`).join(' / ')
  process.stdout.write(`linkage: ${name}: p ${ps.map((p) => p.toFixed(3)).join(', ')}; median ${numbers}\n`)
}

describe('no time tells two accounts of one person from those of two people:', () => {
  test.each([
    'a sign-in',
    'the public profile',
    'the user, to a member',
    'the member, to a member',
    'a message sent',
    'a taken name',
    'userinfo',
    'a code exchanged for tokens',
    'tokens refreshed',
    'a switch to it',
    'a switch to it, refused to somebody else',
    'a request of its own right after the other one was switched to',
    'a message sent right after the other one was switched to',
    'the public profile right after the other one was switched to',
    'the member, to a member, right after the other one was switched to',
    'userinfo right after the other one was switched to',
    'a join that fails',
  ])(
    '%s',
    async (name) => {
      const compared = await compareTimes(act(name), world.pairs)
      say(name, compared)
      expect(tells(compared)).toBe(false)
    },
    600_000,
  )
})

test('a planted switch that empties what is remembered of its siblings turns red', async () => {
  const honest = act('a request of its own right after the other one was switched to')
  const forgetful: Timed = {
    ...honest,
    async prepare(face, pair) {
      await honest.prepare?.(face, pair)
      // The same once more, but in the browser that the request comes from.
      if (pair.linked) await face.person.call('POST', '/api/alles/session/switch', { account: face.id })
      else await honest.prepare?.(face, pair)
    },
  }
  const compared = await compareTimes(forgetful, world.pairs, 300)
  say('a planted switch', compared)
  expect(tells(compared)).toBe(true)
})

test('a planted wait of one millisecond for siblings turns red', async () => {
  const honest = act('the public profile')
  const slow: Timed = {
    name: 'planted',
    async act(face, pair) {
      await honest.act(face, pair)
      if (pair.linked) await pause(1)
    },
  }
  const compared = await compareTimes(slow, world.pairs, 300)
  say('a planted wait', compared)
  expect(tells(compared)).toBe(true)
})
