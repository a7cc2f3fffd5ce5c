import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { eraseRows, keysToDestroy } from './erasure.ts'
import { tablesOwnedBy } from './ownership.ts'
import { catalogue, library } from './testing/library.ts'

let own: TestDatabase
beforeEach(async () => {
  own = await testDatabase(library)
  await own.admin`insert into people values (1, 101), (2, 102)`
  await own.admin`insert into readers values (1, 201, null, now()), (2, 202, null, now())`
  await own.admin`insert into pens values (10, 1, 301), (11, 1, 302), (20, 2, 303)`
  await own.admin`
    insert into notes select 7, n, now(), 10, null, null, n, null from generate_series(1, 10000) n`
  await own.admin`insert into notes values (8, 1, now(), 11, null, null, 1, null), (9, 1, now(), 20, null, null, 1, null)`
  await own.admin`insert into corrections values (7, now(), 1), (8, now(), 1), (9, now(), 1)`
})
afterEach(() => own.drop())

const ada = { kind: 'account', id: '1' } as const
const counts = async () => {
  const [row] = await own.admin`
    select (select count(*)::int from readers) readers, (select count(*)::int from pens) pens,
      (select count(*)::int from notes) notes, (select count(*)::int from corrections) corrections,
      (select count(*)::int from people) people`
  return row
}

describe('erasing everything', () => {
  test('deletes the rows of one subject, in batches, whatever path leads to them', async () => {
    const erased = await eraseRows(own.database, catalogue, { subject: ada, mode: 'everything' })
    expect(erased).toEqual({ corrections: 2, notes: 10_001, pens: 2, readers: 1 })
    expect(await counts()).toEqual({ readers: 1, pens: 1, notes: 1, corrections: 1, people: 2 })
  })

  test('goes on after an interruption, and finds nothing when it is done', async () => {
    await own.admin`create function tired() returns trigger language plpgsql as
      'begin if (select count(*) from notes) <= 6000 then raise exception ''tired''; end if; return old; end'`
    await own.admin`create trigger tired before delete on notes for each statement execute function tired()`
    await expect(eraseRows(own.database, catalogue, { subject: ada, mode: 'everything' })).rejects.toThrow(
      'tired',
    )
    expect(await counts()).toMatchObject({ readers: 2, pens: 3, corrections: 1 })
    await own.admin`drop trigger tired on notes`
    const again = await eraseRows(own.database, catalogue, { subject: ada, mode: 'everything' })
    expect(again.notes).toBeGreaterThan(0)
    expect(await counts()).toEqual({ readers: 1, pens: 1, notes: 1, corrections: 1, people: 2 })
    expect(await eraseRows(own.database, catalogue, { subject: ada, mode: 'everything' })).toEqual({
      corrections: 0,
      notes: 0,
      pens: 0,
      readers: 0,
    })
  })

  test('destroys the keys of the rows and no other', async () => {
    const keys = await keysToDestroy(own.database, catalogue, { subject: ada, mode: 'everything' })
    expect(keys.toSorted()).toEqual(['201', '301', '302'])
  })

  test('of a person takes what ends at the person alone', async () => {
    const person = { kind: 'person', id: '2' } as const
    const keys = await keysToDestroy(own.database, catalogue, { subject: person, mode: 'everything' })
    expect(keys).toEqual(['102'])
    expect(await eraseRows(own.database, catalogue, { subject: person, mode: 'everything' })).toEqual({
      people: 1,
    })
    expect(await counts()).toMatchObject({ readers: 2, people: 1 })
  })
})

describe('erasing a contact', () => {
  const subject = { kind: 'contact', id: 'b-1' } as const

  test('takes what ends at its handle, with its key, and nothing of anybody else', async () => {
    await own.admin`insert into letterboxes values ('b-1', 401), ('b-2', 402)`
    await own.admin`insert into letters values (1, 'b-1'), (2, 'b-1'), (3, 'b-2')`
    expect(await keysToDestroy(own.database, catalogue, { subject, mode: 'pseudonymise' })).toEqual(['401'])
    expect(await eraseRows(own.database, catalogue, { subject, mode: 'pseudonymise' })).toEqual({
      letters: 2,
      letterboxes: 1,
    })
    expect(await own.admin`select number from letterboxes`).toEqual([{ number: 'b-2' }])
    expect(await own.admin`select id from letters`).toEqual([{ id: '3' }])
    expect(await counts()).toMatchObject({ readers: 2, people: 2 })
  })
})

describe('pseudonymising', () => {
  test('clears what ties rows to their owner and keeps what was written', async () => {
    const erased = await eraseRows(own.database, catalogue, { subject: ada, mode: 'pseudonymise' })
    expect(erased).toEqual({ corrections: 2, pens: 2, readers: 1 })
    expect(await counts()).toEqual({ readers: 1, pens: 3, notes: 10_002, corrections: 1, people: 2 })
    const cut = await own.admin`select ref from pens where reader_id is null order by ref`
    expect(cut.map((row) => row.ref as string)).toEqual(['10', '11'])
  })

  test('leaves the keys of what stays', async () => {
    const keys = await keysToDestroy(own.database, catalogue, { subject: ada, mode: 'pseudonymise' })
    expect(keys).toEqual(['201'])
  })

  test('finds more keys than fit in one page', async () => {
    await own.admin`insert into pens select 1000 + n, 1, 5000 + n from generate_series(1, 12000) n`
    const keys = await keysToDestroy(own.database, catalogue, { subject: ada, mode: 'everything' })
    expect(new Set(keys).size).toBe(12_003)
    expect(keys).toHaveLength(12_003)
  })
})

test('a table that is reached through another comes before it', () => {
  const names = tablesOwnedBy(catalogue, 'account').map(({ table }) => table.name)
  expect(names.indexOf('corrections')).toBeLessThan(names.indexOf('notes'))
  expect(names.indexOf('notes')).toBeLessThan(names.indexOf('pens'))
})
