import { describe, expect, test } from 'vitest'
import { readFrame } from './client-frame.ts'
import { closes } from './codes.ts'
import { decide, faultOfIdentify, type Stage } from './decide.ts'
import { FrameLimit } from './frame-limit.ts'
import { areIntents, everyIntent, intents } from './intents.ts'
import { isOverdue } from '../connections/sweep.ts'

const say = (stage: Stage, op: number, d?: unknown) => decide(stage, readFrame(JSON.stringify({ op, d })))
const identify = { token: 'Bot x', intents: 1 }
const resume = { token: 'x', session_id: 'a', seq: 4 }

describe('a frame of a client', () => {
  test.each(['', '{', 'null', '[]', '"x"', '{"d":1}', '{"op":"2"}'])(
    'that is %j cannot be decoded (4002)',
    (text) => {
      expect(decide('greeted', readFrame(text))).toEqual({ act: 'close', close: closes.undecodable })
    },
  )

  test('of an unknown opcode closes with 4001', () => {
    expect(say('live', 77)).toEqual({ act: 'close', close: closes.unknownOpcode })
    expect(say('live', 0)).toEqual({ act: 'close', close: closes.unknownOpcode })
  })

  test.each([
    [2, { intents: 1 }],
    [2, { token: 7 }],
    [2, { token: 'x', shard: [1] }],
    [2, { token: 'x', account: 'me' }],
    [6, { token: 'x', seq: 1 }],
    [6, { ...resume, seq: -1 }],
    [8, { guild_id: 'here' }],
    [1, 'now'],
  ])('of opcode %i holding %j cannot be decoded (4002)', (op, d) => {
    expect(say('live', op, d)).toEqual({ act: 'close', close: closes.undecodable })
  })

  test('may hold more than we know', () => {
    const d = { ...identify, properties: { os: 'x' }, compress: true, capabilities: 5, large_threshold: 50 }
    expect(say('greeted', 2, d)).toMatchObject({ act: 'identify', identify })
  })
})

describe('what may be said when', () => {
  test('heartbeats are acknowledged at any time', () => {
    for (const stage of ['greeted', 'proving', 'live'] as const)
      expect(say(stage, 1, 12)).toEqual({ act: 'acknowledge', sequence: 12 })
    expect(say('greeted', 1, null)).toEqual({ act: 'acknowledge', sequence: null })
  })

  test('identifying or resuming twice closes with 4005', () => {
    expect(say('greeted', 2, identify)).toMatchObject({ act: 'identify' })
    expect(say('greeted', 6, resume)).toEqual({ act: 'resume', resume })
    for (const stage of ['proving', 'live'] as const) {
      expect(say(stage, 2, identify)).toEqual({ act: 'close', close: closes.alreadyAuthenticated })
      expect(say(stage, 6, resume)).toEqual({ act: 'close', close: closes.alreadyAuthenticated })
    }
  })

  test.each([3, 4, 8])('opcode %i before identifying closes with 4003', (op) => {
    const d = { guild_id: '1', status: 'online' }
    expect(say('greeted', op, d)).toEqual({ act: 'close', close: closes.notAuthenticated })
    expect(say('proving', op, d)).toEqual({ act: 'close', close: closes.notAuthenticated })
  })

  test('presence is remembered and voice state has no effect', () => {
    expect(say('live', 3, { status: 'idle', since: 0, afk: false, activities: [] })).toMatchObject({
      act: 'rememberPresence',
    })
    expect(say('live', 4, { guild_id: '1', channel_id: null })).toEqual({ act: 'nothing' })
  })

  test('nothing is heard on a closed connection', () => {
    expect(say('closed', 2, identify)).toEqual({ act: 'nothing' })
    expect(decide('closed', readFrame('{'))).toEqual({ act: 'nothing' })
  })
})

describe('an Identify', () => {
  test('of a bot needs intents, a person gets all', () => {
    expect(faultOfIdentify({}, true)).toBe(closes.invalidIntents)
    expect(faultOfIdentify({ intents: 0 }, true)).toBeNull()
    expect(faultOfIdentify({}, false)).toBeNull()
  })

  test.each([-1, 0.5, 1 << 23, 2 ** 40])('with the intents %d closes with 4013', (bits) => {
    expect(faultOfIdentify({ intents: bits }, false)).toBe(closes.invalidIntents)
  })

  test.each([
    [[0, 1], null],
    [[3, 4], null],
    [[4, 4], closes.invalidShard],
    [[-1, 4], closes.invalidShard],
    [[0, 0], closes.invalidShard],
  ] as const)('as shard %j', (shard, fault) => {
    expect(faultOfIdentify({ intents: 0, shard: [...shard] }, true)).toEqual(fault)
  })
})

test('privileged intents are intents like others, and all together are known', () => {
  expect(areIntents(intents.GUILD_MEMBERS | intents.GUILD_PRESENCES | intents.MESSAGE_CONTENT)).toBe(true)
  expect(areIntents(everyIntent)).toBe(true)
  expect(areIntents(3_276_799)).toBe(true)
})

test('admits 120 frames a minute', () => {
  const limit = new FrameLimit()
  const admitted = Array.from({ length: 130 }, (_, at) => limit.admits(at)).filter(Boolean)
  expect(admitted).toHaveLength(120)
  expect(limit.admits(59_999)).toBe(false)
  expect(limit.admits(60_000)).toBe(true)
})

test('silence is overdue after one and a half heartbeats, an Identify after twenty seconds', () => {
  expect(isOverdue('live', 0, 61_875)).toBe(false)
  expect(isOverdue('live', 0, 61_876)).toBe(true)
  expect(isOverdue('greeted', 0, 20_000)).toBe(false)
  expect(isOverdue('proving', 0, 20_001)).toBe(true)
  expect(isOverdue('closed', 0, 999_999)).toBe(false)
})
