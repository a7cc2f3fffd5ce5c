import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/* Contrast as WCAG 2.2 computes it: 4.5 for text, 3 for the edges of controls. */

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const tokens = read('tokens.css')
const avatars = read('../ui/Avatar.module.css')

type Scheme = 'light' | 'dark'

function readTokens(css: string, scheme: Scheme): Map<string, string> {
  const rows = css.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));/g)
  return new Map(
    [...rows].map(([, name = '', light, dark, both]) => [
      name,
      both ?? (scheme === 'light' ? light : dark) ?? '',
    ]),
  )
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const [usual = '', more = ''] = tokens.split('@media (prefers-contrast: more)')

function theme(scheme: Scheme, contrasty: boolean): Map<string, string> {
  const overrides = contrasty ? readTokens(more, scheme) : new Map<string, string>()
  return new Map([...readTokens(usual, scheme), ...overrides])
}

const texts = [
  ...['ink', 'ink2', 'ink3', 'ruby'].flatMap((ink) =>
    ['bg0', 'bg1', 'bg2', 'hover'].map((bg) => [ink, bg] as const),
  ),
  ['ink', 'bg3'],
  ['ink2', 'bg3'],
  ['ink', 'ruby-soft'],
  ['ruby', 'ruby-soft'],
  ['ruby-ink', 'ruby-fill'],
  ['ruby-ink', 'ruby-fill-hover'],
  ['ink', 'code'],
  ['ok', 'bg1'],
  ['ok', 'bg2'],
] as const

const edges = [
  ['edge', 'bg1'],
  ['edge', 'bg2'],
  ['ring2', 'bg0'],
  ['ring2', 'bg3'],
  ['focus', 'bg0'],
  ['focus', 'bg2'],
] as const

describe.each([
  ['light', false],
  ['dark', false],
  ['light', true],
  ['dark', true],
] as const)('the %s theme (more contrast: %s)', (scheme, contrasty) => {
  const colours = theme(scheme, contrasty)
  const colour = (name: string) => {
    const found = colours.get(name)
    if (found === undefined) throw new Error(`there is no token --${name}`)
    return found
  }

  test.each(texts)('%s can be read on %s', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(edges)('%s can be seen on %s', (edge, ground) => {
    expect(contrast(colour(edge), colour(ground))).toBeGreaterThanOrEqual(3)
  })
})

test('white letters can be read on every avatar', () => {
  const tints = [...avatars.matchAll(/\.tint\d \{\s*background: (#\w{6})/g)].map((match) => match[1] ?? '')
  expect(tints.length).toBeGreaterThan(5)
  for (const tint of tints) expect(contrast('#ffffff', tint), tint).toBeGreaterThanOrEqual(4.5)
})
