import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { catalogueFaults, coverage, unsealedValues } from './coverage.ts'
import type { Catalogue } from './declaration.ts'
import { catalogue, library } from './testing/library.ts'

let own: TestDatabase
beforeEach(async () => {
  own = await testDatabase(library)
})
afterEach(() => own.drop())

const faults = () => coverage(own.database, catalogue)

describe('coverage', () => {
  test('finds nothing where catalogue and database are the same', async () => {
    expect(await faults()).toEqual([])
  })

  test('names a new column without an entry', async () => {
    await own.admin`alter table notes add column mood text`
    expect(await faults()).toEqual([
      'library.notes.mood is a column without an entry in the catalogue: declare it or drop it.',
    ])
  })

  test('names an entry without a column', async () => {
    await own.admin`alter table readers drop column joined_at`
    expect(await faults()).toEqual([
      'library.readers.joined_at is in the catalogue and not in the database: create it or remove its entry.',
    ])
  })

  test('names a table without an entry, in whatever schema, partitions counted once', async () => {
    await own.admin`create table guests (id int8)`
    await own.admin`create schema attic`
    await own.admin`create table attic.letters (id int8, at date) partition by range (at)`
    await own.admin`create table attic.letters_1 partition of attic.letters for values from ('2026-01-01') to ('2027-01-01')`
    expect(await faults()).toEqual([
      'library.attic.letters is a table without an entry in the catalogue: declare it or drop it.',
      'library.guests is a table without an entry in the catalogue: declare it or drop it.',
    ])
  })

  test('names an entry without a table', async () => {
    await own.admin`drop table visits`
    expect(await faults()).toEqual([
      'library.visits is in the catalogue and not in the database: create it or remove its entry.',
    ])
  })

  test('names a sealed column that is not bytes', async () => {
    await own.admin`alter table notes alter column words type text using ''`
    expect(await faults()).toEqual(['library.notes.words is declared sealed and is text: make it bytea.'])
  })

  test('names another primary key than the one values are bound to', async () => {
    await own.admin`alter table notes drop constraint notes_pkey, add primary key (number, book)`
    expect(await faults()).toEqual([
      'library.notes has the primary key (number, book) and declares (book, number): make them the same.',
    ])
  })

  test('names a key that has not the same text in every session', async () => {
    await own.admin`alter table notes alter column number type timestamptz using now()`
    expect(await faults()).toEqual([
      'library.notes.number is part of what sealed values are bound to and is timestamp with time zone: key the table by ids.',
    ])
  })

  test('names a column that an erasure could not clear', async () => {
    await own.admin`alter table pens alter column reader_id set not null`
    expect(await faults()).toEqual([
      'library.pens.reader_id is cleared by an erasure and not nullable: drop its "not null".',
    ])
  })

  test('names a retention that depends on something else than a time', async () => {
    await own.admin`alter table visits drop column at, add column at text`
    expect(await faults()).toEqual([
      'library.visits.at decides how long rows stay and is text: make it a time.',
    ])
  })
})

test('values without the header of a sealed one are counted by column', async () => {
  const sealed = Buffer.alloc(37, 1)
  await own.admin`
    insert into readers values (1, 1, ${sealed}, now()), (2, 1, null, now()), (3, 1, 'in clear', now()),
      (4, 1, ${Buffer.alloc(40, 2)}, now()), (5, 1, '', now())`
  expect(await unsealedValues(own.database, catalogue)).toEqual([
    { table: 'readers', column: 'name', count: 3 },
  ])
})

test('a call that corrects a column and does not exist is named', () => {
  expect(catalogueFaults(catalogue as Catalogue, new Set(['library.rename']))).toEqual([
    'library.notes.words is corrected by library.editNote, which is no call: name the one that does.',
    'library.notes.picture is corrected by library.editNote, which is no call: name the one that does.',
    'library.notes.page is corrected by library.editNote, which is no call: name the one that does.',
  ])
  expect(catalogueFaults(catalogue, new Set(['library.rename', 'library.editNote']))).toEqual([])
})
