import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinFrames, numberRun } from './frame-run.ts'
import { dispatchFrame, dispatchFrameWithTails, plainFrame, writeSequence } from './frame.ts'
import { readFrames } from '../testing/read-frames.ts'

const anyPayload = fc.record({
  id: fc.string(),
  content: fc.string({ unit: 'binary' }),
  list: fc.array(fc.nat()),
})
const anySequence = fc.integer({ min: 1, max: 999_999_999_999 })

describe('a frame', () => {
  test('is one WebSocket text frame whose JSON holds the number that was written last', () => {
    fc.assert(
      fc.property(anyPayload, anySequence, anySequence, (payload, first, second) => {
        const frame = dispatchFrame('MESSAGE_CREATE', JSON.stringify(payload))
        writeSequence(frame.bytes, frame.at, first)
        writeSequence(frame.bytes, frame.at, second)
        expect(frame.size).toBe(frame.bytes.length)
        expect(readFrames(frame.bytes)).toEqual([{ t: 'MESSAGE_CREATE', s: second, op: 0, d: payload }])
      }),
    )
  })

  test.each([0, 1, 40, 60, 61, 62, 63, 100, 65_400, 65_470, 65_480, 65_490, 65_500, 70_000])(
    'has a header that fits %i bytes of content',
    (length) => {
      const frame = dispatchFrame('X', JSON.stringify({ content: 'ü'.repeat(length) }))
      writeSequence(frame.bytes, frame.at, 7)
      expect(readFrames(frame.bytes)).toEqual([{ t: 'X', s: 7, op: 0, d: { content: 'ü'.repeat(length) } }])
    },
  )

  test('may end in parts it shares with others', () => {
    const tails = [Buffer.from('"roles":[1],'), Buffer.from('"channels":["ä"]}')]
    const frame = dispatchFrameWithTails('GUILD_CREATE', '{"joined_at":"then",', tails)
    writeSequence(frame.bytes, frame.at, 3)
    const whole = Buffer.concat([frame.bytes, ...frame.tails])
    expect(whole.length).toBe(frame.size)
    expect(readFrames(whole)).toEqual([
      { t: 'GUILD_CREATE', s: 3, op: 0, d: { joined_at: 'then', roles: [1], channels: ['ä'] } },
    ])
  })

  test('without a number is written as it is', () => {
    expect(readFrames(plainFrame({ op: 11, d: null }))).toEqual([{ op: 11, d: null }])
  })
})

test('joined frames are numbered one after the other and leave the single ones alone', () => {
  fc.assert(
    fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 20 }), fc.nat(), (payloads, first) => {
      const frames = payloads.map((payload) => dispatchFrame('X', JSON.stringify(payload)))
      const before = frames.map((frame) => frame.bytes.toString('latin1'))
      const run = joinFrames(frames)
      numberRun(run, first)
      expect(readFrames(run.bytes)).toEqual(
        payloads.map((d, index) => ({ t: 'X', s: first + index, op: 0, d })),
      )
      expect(frames.map((frame) => frame.bytes.toString('latin1'))).toEqual(before)
    }),
  )
})
