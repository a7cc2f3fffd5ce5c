import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCluster, type TestCluster } from '../support/cluster.ts'
import { at, makeGuild, signUp, type TestGuild, type TestPerson } from '../support/person.ts'
import { pause } from '../support/server.ts'

let cluster: TestCluster
let owner: TestPerson
let guild: TestGuild

beforeAll(async () => {
  cluster = await startCluster()
  owner = await signUp(cluster.origin)
  guild = await makeGuild(owner)
}, 180_000)
afterAll(() => cluster?.remove())

test('wrong passwords are counted wherever they are tried', async () => {
  const victim = await signUp(cluster.origin)
  const tryAt = async (api: { origin: string }) => {
    const answer = await fetch(`${api.origin}/api/alles/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: victim.username, password: 'not this one' }),
    })
    return ((await answer.json()) as { code: string }).code
  }
  const codes: string[] = []
  for (let turn = 0; turn < 14; turn += 1) {
    codes.push(await tryAt(turn % 2 === 0 ? cluster.apis[0] : cluster.apis[1]))
    await pause(150)
  }
  // After ten failures something else is answered, whichever process counted them.
  expect(new Set(codes.slice(0, 10)).size).toBe(1)
  expect(new Set(codes.slice(10))).not.toContain(codes[0])
})

/** Sends at both apis, in turn, as fast as they answer; resolves to how many were allowed and what was said of the rest. */
async function flood(milliseconds: number) {
  const until = performance.now() + milliseconds
  const path = `/api/v10/channels/${guild.channel}/messages`
  let allowed = 0
  let refused = 0
  const stream = async (one: TestPerson) => {
    while (performance.now() < until) {
      const { status } = await one.raw('POST', path, { content: 'x' })
      if (status === 200) allowed += 1
      else if (status === 429) refused += 1
      else throw new Error(`a send was answered with ${status}`)
    }
  }
  await Promise.all(cluster.apis.flatMap((api) => [stream(at(owner, api)), stream(at(owner, api))]))
  return { allowed, refused }
}

test('who floods two apis gets no more in the end than one would allow', async () => {
  const [limit, seconds] = await limitOfSending()
  const { allowed, refused } = await flood(Math.min(8, seconds) * 1000)
  // A full bucket at each in the first tenth of a second, and then nothing until the second one is made up for.
  expect(allowed).toBeLessThanOrEqual(Math.ceil(2.2 * limit))
  expect(allowed).toBeGreaterThanOrEqual(limit - 1)
  expect(refused).toBeGreaterThan(allowed)
})

async function limitOfSending(): Promise<[count: number, seconds: number]> {
  const answer = await owner.raw('POST', `/api/v10/channels/${guild.channel}/messages`, { content: 'first' })
  const count = Number(answer.headers.get('x-ratelimit-limit'))
  const after = Number(answer.headers.get('x-ratelimit-reset-after'))
  return [count, Math.round(count * after)]
}
