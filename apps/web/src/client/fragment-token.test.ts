import { expect, test } from 'vitest'
import { takeFragmentToken } from './fragment-token.ts'

function windowAt(address: string) {
  const url = new URL(address)
  const replaced: string[] = []
  const window = {
    location: url as unknown as Location,
    history: {
      state: { key: 'kept' },
      replaceState: (_state: unknown, _title: string, to: string) => void replaced.push(to),
    } as unknown as History,
  }
  return { window, replaced }
}

test('takes the token out of the address', () => {
  const { window, replaced } = windowAt('https://here.invalid/recover?lang=de#s3cret-Token_1')
  expect(takeFragmentToken(window)).toBe('s3cret-Token_1')
  expect(replaced).toEqual(['/recover?lang=de'])
})

test('leaves an address without a token as it is', () => {
  const { window, replaced } = windowAt('https://here.invalid/recover')
  expect(takeFragmentToken(window)).toBeNull()
  expect(replaced).toEqual([])
})
