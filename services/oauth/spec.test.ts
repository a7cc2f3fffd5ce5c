import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const here = import.meta.dirname

/** Ids that stand at the beginning of test titles. */
function tested(): string[] {
  return readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .flatMap((file) => [
      ...readFileSync(join(here, file), 'utf8').matchAll(/test\('((?:OC|BCP|RFC)[\w.]*-[\w.-]+) /g),
    ])
    .map((match) => match[1] ?? '')
}

test('every case of SPEC.md has a test that carries its id, and every id a case', () => {
  const cases = [...readFileSync(join(here, 'SPEC.md'), 'utf8').matchAll(/^- \*\*([\w.-]+)\*\*/gm)].map(
    (match) => match[1] ?? '',
  )
  const inOrder = (ids: string[]) => ids.toSorted((one, other) => one.localeCompare(other))
  expect(cases.length).toBeGreaterThan(40)
  expect(inOrder(cases)).toEqual(inOrder(tested()))
})
