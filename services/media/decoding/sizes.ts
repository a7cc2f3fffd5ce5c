import type { PictureUse } from '../contract/index.ts'

interface Shape {
  readonly width: number
  readonly height: number
}

/** Widths that are stored. A picture that is smaller than the largest gets, besides, the largest of `between` that fits. */
const ladders = {
  square: { standard: [64, 128, 256, 512], between: [96, 192, 384] },
  stripe: { standard: [300, 600, 1200], between: [450, 900] },
} as const

/** The shape of a use at a width. */
export function shapeOf(use: PictureUse, width: number): Shape {
  return { width, height: use === 'banner' ? Math.round(width / 3) : width }
}

/**
 * The widths in which a picture is stored, rising. They come from a fixed ladder, so that they tell little of the file
 * they were made of; only what is smaller than the smallest is made larger.
 */
export function sizesFor(use: PictureUse, { width, height }: Shape): number[] {
  const { standard, between } = use === 'banner' ? ladders.stripe : ladders.square
  const across = use === 'banner' ? Math.min(width, height * 3) : Math.min(width, height)
  const fitting = standard.filter((size) => size <= across)
  const largest = fitting.at(-1)
  if (largest === undefined) return [standard[0]]
  const extra = between.filter((size) => size > largest && size <= across)
  return [...fitting, ...extra]
}

/** The stored width that answers a wish: the next larger, or the largest there is. */
export function sizeFor(sizes: readonly number[], wished: number | undefined): number {
  const rising = sizes.toSorted((a, b) => a - b)
  return rising.find((size) => size >= (wished ?? Number.POSITIVE_INFINITY)) ?? rising.at(-1) ?? 0
}
