import { expect, test } from 'vitest'
import { addNoise } from './noise.ts'

const shape = { width: 100, height: 60, channels: 3 }
const even = (value: number) => new Uint8Array(100 * 60 * 3).fill(value)

test.each([0, 1, 128, 254, 255])('noise changes values by two at most, and many of them: %i', (value) => {
  const data = even(value)
  addNoise({ data, ...shape })
  const changes = data.map((one) => Math.abs(one - value))
  expect(Math.max(...changes)).toBeLessThanOrEqual(2)
  expect(changes.filter((change) => change > 0).length).toBeGreaterThan(data.length / 10)
})

test('noise is another each time, also where it is seen coarsely', () => {
  const blocks = Array.from({ length: 20 }, () => {
    const data = even(128)
    addNoise({ data, ...shape })
    // The mean of a block of 10 × 10 pixels, in quarters: what a strong encoder keeps.
    const sums = new Map<number, number>()
    for (const [at, value] of data.entries()) {
      const block = Math.floor(at / 3 / 1000) * 10 + (Math.floor(at / 3 / 10) % 10)
      sums.set(block, (sums.get(block) ?? 0) + value)
    }
    return [...sums.values()].map((sum) => Math.round((sum / 300) * 4)).join(',')
  })
  expect(new Set(blocks).size).toBe(20)
})
