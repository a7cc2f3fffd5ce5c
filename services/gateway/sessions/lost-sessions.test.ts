import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway, type RunningGateway } from '../testing/start-gateway.ts'
import { mostLost } from './sessions.ts'

let running: RunningGateway

beforeAll(async () => {
  running = await startGateway()
})
afterAll(() => running.stop())

test('the hundred sessions of an account that were lost last can be resumed', async () => {
  const grace = await running.person()
  const resumes: object[] = []
  for (let count = 0; count <= mostLost; count += 1) {
    const client = await grace.session()
    const { session_id } = await client.event<{ session_id: string }>('READY')
    resumes.push({ token: '', session_id, seq: client.sequence })
    await client.cut()
    // More than a hundred a minute are refused.
    if (count === 50) running.clock.advance(60_000)
  }
  for (const [index, t] of [
    [1, 'RESUMED'],
    [mostLost, 'RESUMED'],
    [0, null],
  ] as const) {
    const again = await grace.connect()
    again.say(6, resumes[index])
    expect((await again.frame((frame) => frame.op === 9 || frame.t === 'RESUMED')).t).toBe(t)
    await again.cut()
  }
})
