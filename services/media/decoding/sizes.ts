import type { StillUse } from './works.ts'

interface Shape {
  readonly width: number
  readonly height: number
}

/** Widths that are stored. A picture that is smaller than the largest gets, besides, the largest of `between` that fits. */
const ladders = {
  square: { standard: [64, 128, 256, 512], between: [96, 192, 384] },
  screen: { standard: [320, 640, 960], between: [480, 800] },
  stripe: { standard: [300, 600, 1200], between: [450, 900] },
} as const

/** The shape of a use at a width. */
export function shapeOf(use: StillUse, width: number): Shape {
  return { width, height: Math.round(width / ratioOf(use)) }
}

/**
 * The widths in which a picture is stored, rising. They come from a fixed ladder, so that they tell little of the file
 * they were made of; only what is smaller than the smallest is made larger.
 */
export function sizesFor(use: StillUse, { width, height }: Shape): number[] {
  const { standard, between } = ladders[ladderOf(use)]
  const across = Math.min(width, Math.floor(height * ratioOf(use)))
  const fitting = standard.filter((size) => size <= across)
  const largest = fitting.at(-1)
  if (largest === undefined) return [standard[0]]
  const extra = between.filter((size) => size > largest && size <= across)
  return [...fitting, ...extra]
}

function ladderOf(use: StillUse): keyof typeof ladders {
  if (use === 'banner') return 'stripe'
  return use === 'guild_banner' ? 'screen' : 'square'
}

/** How many times as wide as high. */
function ratioOf(use: StillUse): number {
  return { stripe: 3, screen: 16 / 9, square: 1 }[ladderOf(use)]
}

/** The stored width that answers a wish: the next larger, or the largest there is. */
export function sizeFor(sizes: readonly number[], wished: number | undefined): number {
  const rising = sizes.toSorted((a, b) => a - b)
  return rising.find((size) => size >= (wished ?? Number.POSITIVE_INFINITY)) ?? rising.at(-1) ?? 0
}
