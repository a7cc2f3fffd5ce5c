import { expect, test } from 'vitest'
import { Session } from './session.ts'

const identity = { accountId: '1', applicationId: '1', bot: true, signInId: null }
const thresholdOf = (asked: number | null) =>
  new Session('s', { identity, intents: 0, shard: null, presence: null, largeThreshold: asked })
    .largeThreshold

test('a guild counts as large from 51 to 251 members on, as the session asks', () => {
  expect([null, 0, 49, 120, 250, 100_000].map(thresholdOf)).toEqual([50, 50, 50, 120, 250, 250])
})
