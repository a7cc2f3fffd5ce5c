import * as contract from '@alles/chat/contract'
import { isCall } from '@alles/platform/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer, type TestServer } from '../support/server.ts'
import { attemptsOf } from './permissions/attempts.ts'
import { needs } from './permissions/needs.ts'
import { faultOf } from './permissions/walk.ts'
import { makeWorld, type World } from './permissions/world.ts'

/** Every route chat serves. */
const routes = Object.values(contract as Readonly<Record<string, unknown>>)
  .filter(isCall)
  .filter((call) => call.http !== undefined)
  .map((call) => [call.name.replace('chat.', ''), call] as const)

let server: TestServer
let world: World

beforeAll(async () => {
  server = await startServer({ env: { ALLES_RATE_LIMITS: 'off' } })
  world = await makeWorld(server.origin)
})
afterAll(() => server?.remove())

test('every route has a line in the table, and every line a route', () => {
  expect(Object.keys(needs).toSorted()).toEqual(routes.map(([name]) => name).toSorted())
})

describe('lets in whom the table says and refuses all others, as if there were nothing:', () => {
  test.each(routes)('%s', async (name, call) => {
    const faults: string[] = []
    for (const need of [needs[name] ?? []].flat())
      for (const attempt of attemptsOf(need)) {
        const fault = await faultOf(world, { call, need, attempt })
        if (fault !== null) faults.push(`${need.place}, ${attempt.about}: ${fault}`)
      }
    expect(faults).toEqual([])
  })
})

test('nothing of all this was a bug', () => {
  expect(server.output()).not.toMatch(/http\.bug|http\.unlisted_refusal|http\.wrong_output|"level":"error"/)
})
