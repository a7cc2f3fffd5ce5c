import { describe, expect, test } from 'vitest'
import { mannWhitney } from './mann-whitney.ts'

const upTo = (length: number, from = 0) => Array.from({ length }, (_, index) => from + index)

describe('the Mann–Whitney test', () => {
  test.each([
    [[19, 22, 16, 29, 24], [20, 11, 17, 12], 0.111_346_886_533_140_41],
    [[1, 2, 2, 3, 4, 5, 5, 5, 6, 7], [3, 4, 4, 5, 6, 7, 8, 8, 9, 10], 0.043_625_066_252_403_14],
    [upTo(1000), upTo(1000, 60.5), 5.535_821_532_300_092e-6],
    [upTo(16), upTo(16, 100), 1.544_910_173_749_591_5e-6],
  ])('answers what SciPy 1.17 does', (one, other, known) => {
    expect(mannWhitney(one, other) / known).toBeCloseTo(1, 5)
    expect(mannWhitney(other, one) / known).toBeCloseTo(1, 5)
  })

  test('finds nothing where everything is equal', () => {
    expect(mannWhitney([3, 3, 3], [3, 3])).toBe(1)
    expect(mannWhitney(upTo(50), upTo(50))).toBe(1)
  })

  test('says too little of samples from one distribution as seldom as it promises', () => {
    let state = 7
    const random = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    const sample = () => Array.from({ length: 60 }, random)
    const low = Array.from({ length: 1000 }, () => mannWhitney(sample(), sample())).filter((p) => p < 0.05)
    expect(low.length).toBeGreaterThan(25)
    expect(low.length).toBeLessThan(75)
  })
})
