import { describe, expect, test } from 'vitest'
import { shapeOf, sizeFor, sizesFor } from './sizes.ts'

describe('widths that are stored', () => {
  test.each([
    ['avatar', [4000, 600], [64, 128, 256, 512]],
    ['logo', [512, 511], [64, 128, 256, 384]],
    ['avatar', [500, 500], [64, 128, 256, 384]],
    ['avatar', [127, 900], [64, 96]],
    ['avatar', [64, 64], [64]],
    ['avatar', [1, 1], [64]],
    ['banner', [1200, 400], [300, 600, 1200]],
    ['banner', [5000, 399], [300, 600, 900]],
    ['banner', [10, 4000], [300]],
  ] as const)('fit the picture, and come from a ladder: %s of %j', (use, [width, height], sizes) => {
    expect(sizesFor(use, { width, height })).toEqual(sizes)
  })

  test('have the shape of their use', () => {
    expect(shapeOf('banner', 1200)).toEqual({ width: 1200, height: 400 })
    expect(shapeOf('avatar', 96)).toEqual({ width: 96, height: 96 })
  })
})

test.each([
  [undefined, 384],
  [16, 64],
  [64, 64],
  [65, 128],
  [4096, 384],
])('a wish of %s is answered by the next larger width, or the largest', (wished, answer) => {
  expect(sizeFor([384, 64, 256, 128], wished)).toBe(answer)
})
