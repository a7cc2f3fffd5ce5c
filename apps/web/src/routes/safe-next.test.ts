import { expect, test } from 'vitest'
import { safeNext } from './safe-next.ts'

test.each(['/channels/1/2', '/invite/abc', '/channels/@me?x=1'])('%s is a place of ours', (next) => {
  expect(safeNext(next)).toBe(next)
})

test.each([
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  'javascript:alert(1)',
  'channels',
  '',
  undefined,
  7,
])('%s is not', (next) => {
  expect(safeNext(next)).toBeUndefined()
})
