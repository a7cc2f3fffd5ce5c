import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { exportRows, type ExportedRow } from './export.ts'
import { jsonSchemaOf } from './json-schema.ts'
import { listLiveColumns } from './live-columns.ts'
import type { Subject } from './ownership.ts'
import { createSealer } from './sealing.ts'
import { catalogue, library, openKeyHolder } from './testing/library.ts'

const sealer = createSealer(openKeyHolder())
const { readers, notes } = catalogue.tables
const big = '9007199254740993'
let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase(library)
  const [name] = await sealer.seal(readers, 'name', [{ row: big, key: '5', value: 'Ada' }])
  const row = '7:3'
  const [words] = await sealer.seal(notes, 'words', [{ row, key: '6', value: 'so it is' }])
  const [picture] = await sealer.seal(notes, 'picture', [{ row, key: '6', value: Buffer.from([1, 2, 3]) }])
  await own.admin`insert into readers values (${big}, 5, ${name ?? null}, '2026-01-02T03:04:05Z'), (2, 8, null, now())`
  await own.admin`insert into pens values (10, ${big}, 6), (11, ${big}, 6), (20, 2, 9)`
  await own.admin`insert into notes values (7, 3, '2026-03-01T12:00Z', 10, ${words ?? null}, ${picture ?? null}, 3, '{}')`
  await own.admin`
    insert into corrections select 7, '2026-01-01Z'::timestamptz + n * interval '1 microsecond', n
    from generate_series(1, 1234) n`
  await own.admin`insert into notes values (9, 1, now(), 20, null, null, 1, null)`
  await own.admin`insert into corrections values (9, now(), 1)`
  await own.admin`insert into shelves values (1, ${big})`
  await own.admin`insert into people values (${big}, 1)`
  await own.admin`insert into letterboxes values ('b-1', 1), (${big}, 2)`
  await own.admin`insert into letters values (1, 'b-1'), (2, ${big})`
})
afterAll(() => own.drop())

async function exported(subject: Subject, holder = sealer) {
  const tables = new Map<string, ExportedRow[]>()
  const sizes: number[] = []
  for await (const { table, rows } of exportRows(own.database, { catalogue, sealer: holder }, subject)) {
    tables.set(table.name, [...(tables.get(table.name) ?? []), ...rows])
    sizes.push(rows.length)
  }
  return { tables, sizes }
}

describe('an export', () => {
  test('holds the rows of its subject and nobody else’s, opened and without what is withheld', async () => {
    const { tables } = await exported({ kind: 'account', id: big })
    expect(tables.get('readers')).toEqual([{ id: big, name: 'Ada', joined_at: '2026-01-02T03:04:05.000Z' }])
    expect(tables.get('pens')).toEqual([
      { ref: '10', reader_id: big },
      { ref: '11', reader_id: big },
    ])
    expect(tables.get('notes')?.[0]).toEqual({
      book: '7',
      number: '3',
      written_at: '2026-03-01T12:00:00.000Z',
      pen_ref: '10',
      words: 'so it is',
      picture: 'AQID',
      page: 3,
    })
    expect(tables.get('notes')?.some((row) => row.pen_ref === '20')).toBe(false)
    expect([...tables.keys()].toSorted()).toEqual(['corrections', 'notes', 'pens', 'readers'])
  })

  test('goes through many rows in pages, each row once, though keys differ by microseconds', async () => {
    const { tables, sizes } = await exported({ kind: 'account', id: big })
    const lengths = tables.get('corrections')?.map((row) => row.length)
    expect(lengths).toEqual(Array.from({ length: 1234 }, (_, index) => index + 1))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
  })

  test('has null where the key was destroyed', async () => {
    const blind = createSealer(openKeyHolder(new Set(['5'])))
    const { tables } = await exported({ kind: 'account', id: big }, blind)
    expect(tables.get('readers')?.[0]?.name).toBeNull()
    expect(tables.get('notes')?.[0]?.words).toBe('so it is')
  })

  test('of a person, a guild or a contact holds what ends at one', async () => {
    expect([...(await exported({ kind: 'contact', id: 'b-1' })).tables]).toEqual([
      ['letters', [{ id: '1', letterbox: 'b-1' }]],
      ['letterboxes', [{ number: 'b-1' }]],
    ])
    expect([...(await exported({ kind: 'person', id: big })).tables]).toEqual([['people', [{ id: big }]]])
    expect([...(await exported({ kind: 'guild', id: big })).tables]).toEqual([
      ['shelves', [{ id: '1', circle_id: big }]],
    ])
  })

  test('refuses an id that is none, instead of exporting something', async () => {
    await expect(exported({ kind: 'account', id: "1' or true --" })).rejects.toThrow()
  })

  test('comes with a schema that knows the types', async () => {
    const live = await listLiveColumns(own.database)
    expect(jsonSchemaOf(notes, live)).toMatchObject({
      title: 'library.notes',
      required: ['book', 'number', 'written_at', 'pen_ref', 'words', 'picture', 'page'],
      properties: {
        book: { type: 'string', description: 'the book' },
        written_at: { type: 'string', format: 'date-time' },
        words: { type: ['string', 'null'] },
        picture: { type: ['string', 'null'], contentEncoding: 'base64' },
        page: { type: 'integer' },
      },
    })
    expect(jsonSchemaOf(catalogue.tables.pens, live)).toMatchObject({
      properties: { reader_id: { type: ['string', 'null'], pattern: '^-?\\d+$' } },
    })
  })
})
