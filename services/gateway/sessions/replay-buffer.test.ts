import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dispatchFrame } from '../frames/frame.ts'
import { ReplayBuffer } from './replay-buffer.ts'

const frame = (length = 1) => dispatchFrame('X', JSON.stringify('x'.repeat(length)))
const small = frame()

describe('a replay buffer', () => {
  test('gives back what was pushed, by its number, until it is released', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ push: fc.integer({ min: 1, max: 40 }) }),
        fc.record({ release: fc.integer({ min: 0, max: 300 }) }),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, (taken) => {
        const buffer = new ReplayBuffer()
        const all: ReturnType<typeof frame>[] = []
        let released = 0
        for (const step of taken) {
          if ('push' in step)
            for (let count = 0; count < step.push; count += 1) {
              const next = frame(all.length % 5)
              all.push(next)
              buffer.push(next)
            }
          else {
            buffer.release(step.release)
            released = Math.max(released, Math.min(step.release, all.length))
          }
          expect([buffer.first, buffer.last]).toEqual([released + 1, all.length])
          expect(buffer.bytes).toBe(all.slice(released).reduce((sum, one) => sum + one.size, 0))
          for (let sequence = released + 1; sequence <= all.length; sequence += 1)
            expect(buffer.at(sequence)).toBe(all[sequence - 1])
          expect(buffer.reaches(released)).toBe(true)
          expect(buffer.reaches(released - 1)).toBe(false)
          expect(buffer.reaches(all.length + 1)).toBe(false)
        }
      }),
    )
  })

  test('keeps the newest 1024 of what was written', () => {
    const buffer = new ReplayBuffer()
    for (let sequence = 1; sequence <= 3000; sequence += 1) {
      buffer.push(small)
      buffer.trim(sequence, true)
    }
    expect([buffer.first, buffer.last]).toEqual([1977, 3000])
  })

  test('never drops what a connected client still has to be sent', () => {
    const buffer = new ReplayBuffer()
    const large = frame(1024 * 1024)
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      buffer.push(large)
      buffer.trim(0, true)
    }
    expect(buffer.first).toBe(1)
    buffer.trim(2, true)
    expect(buffer.first).toBe(3)
  })

  test('is bounded in bytes and frames while nobody is connected', () => {
    const buffer = new ReplayBuffer()
    for (let count = 0; count < 9000; count += 1) {
      buffer.push(small)
      buffer.trim(0, false)
    }
    expect(buffer.last - buffer.first + 1).toBe(8192)
    const large = frame(500 * 1024)
    for (let count = 0; count < 20; count += 1) {
      buffer.push(large)
      buffer.trim(0, false)
    }
    expect(buffer.bytes).toBeLessThanOrEqual(2 * 1024 * 1024)
    expect(buffer.reaches(buffer.last)).toBe(true)
  })
})
