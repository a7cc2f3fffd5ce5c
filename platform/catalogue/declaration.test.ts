import { describe, expect, test } from 'vitest'
import { id, keyReference, operational, sealedText } from './columns.ts'
import { defineCatalogue, eraseRule, type TableSpec } from './declaration.ts'
import { catalogue } from './testing/library.ts'

const sound: TableSpec = {
  about: 'a table',
  key: ['id'],
  owner: { account: 'id' },
  purpose: 'provide',
  basis: 'contract',
  retention: 'account',
  erase: 'delete',
  columns: { id: id('the row') },
}
const declare = (tables: Record<string, Partial<TableSpec>>) => () =>
  defineCatalogue(
    'test',
    Object.fromEntries(Object.entries(tables).map(([name, spec]) => [name, { ...sound, ...spec }])),
  )

describe('a catalogue is refused when', () => {
  test.each([
    ['its key names no column', { a: { key: ['x'] } }, 'a: its key names x, which is not a column'],
    [
      'a sealed column is in the key',
      { a: { key: ['id', 'n'], columns: { id: id('i'), n: sealedText('n', 'profile', 'profile', 'a.b') } } },
      'a: n is in the key and sealed',
    ],
    ['somebody’s rows have no basis', { a: { basis: 'none' } }, 'a: has an owner and no lawful basis'],
    ['an erasure clears no column', { a: { erase: { clear: ['x'] } } }, 'a: clears x, which is not a column'],
    [
      'rows stay by no column',
      { a: { retention: { after: 'x', days: 1 } } },
      'a: is kept by x, which is not a column',
    ],
    [
      'sealed rows have no owner',
      {
        a: {
          owner: 'nobody',
          basis: 'none',
          columns: { id: operational('i'), n: sealedText('n', 'guild', 'community', 'a.b') },
        },
      },
      'a: n is sealed and the table has no owner',
    ],
    [
      'an owner path leads nowhere',
      { a: { owner: { through: 'b', from: 'id', to: 'id' } } },
      'a: its owner path goes through b, which is not a table here',
    ],
    [
      'an owner path goes in a circle',
      {
        a: { owner: { through: 'b', from: 'id', to: 'id' } },
        b: { owner: { through: 'a', from: 'id', to: 'id' } },
      },
      'a: its owner path goes in a circle',
    ],
    [
      'something else than a key is destroyed',
      { a: { columns: { id: id('i'), k: { ...keyReference('k', 'always'), category: 'profile' } } } },
      'a: k destroys a key and is not of category key',
    ],
  ] as [string, Record<string, Partial<TableSpec>>, string][])('%s', (_, tables, fault) => {
    expect(declare(tables)).toThrow(`Catalogue of test:\n  ${fault}`)
  })
})

test('an erasure rule may differ between modes', () => {
  const { pens, notes, readers } = catalogue.tables
  expect(eraseRule(pens, 'pseudonymise')).toEqual({ clear: ['reader_id'] })
  expect(eraseRule(pens, 'everything')).toBe('delete')
  expect(eraseRule(notes, 'pseudonymise')).toBe('keep')
  expect(eraseRule(readers, 'pseudonymise')).toBe('delete')
})
