import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testAdmin, testDatabase, type TestDatabase } from '../testing/index.ts'
import { exampleService, type ExampleSchema } from '../testing/example/example-service.ts'
import { DatabaseUnavailable, isUnavailable, openDatabase } from './index.ts'

let storage: TestDatabase<ExampleSchema>
beforeAll(async () => {
  storage = await testDatabase<ExampleSchema>(exampleService)
})
afterAll(() => storage.drop())

const count = async () => Number((await storage.database.sql`select count(*) from notes`)[0]?.['count'])

describe('values', () => {
  test('ids come back as text, bytes as buffers, times as dates, JSON as it went in', async () => {
    const { kysely } = storage.database
    const id = '1234567890123456789'
    await kysely
      .insertInto('notes')
      .values({ id, title: 'a', body: Buffer.from([1, 2]), tags: ['x', 'y'], extra: { a: [true] } })
      .execute()
    const row = await kysely.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      id,
      body: Buffer.from([1, 2]),
      tags: ['x', 'y'],
      extra: { a: [true] },
      done: false,
    })
    expect(row.at).toBeInstanceOf(Date)
  })

  test('JSON given as text is not written a second time', async () => {
    const { sql: hot } = storage.database
    const [row] =
      await hot`select jsonb_typeof(${JSON.stringify({ a: 1 })}::jsonb) as text, jsonb_typeof(${hot.json({ a: 1 })}) as object`
    expect(row).toEqual({ text: 'object', object: 'object' })
  })

  test('arrays of bytes, dates, booleans and bigints are arrays', async () => {
    const { kysely } = storage.database
    const values = [[Buffer.from([0, 255])], [new Date(0)], [true, false], [5n]] as const
    const query = sql<
      Record<string, unknown[]>
    >`select ${values[0]}::bytea[] as a, ${values[1]}::timestamptz[] as b, ${values[2]}::bool[] as c, ${values[3]}::int8[] as d`
    const { rows } = await query.execute(kysely)
    expect(rows[0]).toEqual({ a: values[0], b: values[1], c: values[2], d: ['5'] })
  })

  test('the number of changed rows is told', async () => {
    const { kysely } = storage.database
    const result = await kysely
      .updateTable('notes')
      .set({ title: 'b' })
      .where('title', '=', 'a')
      .executeTakeFirst()
    expect(result.numUpdatedRows).toBe(1n)
  })
})

describe('transactions', () => {
  test('kysely and sql share one connection and commit together', async () => {
    const before = await count()
    const pids = await storage.database.transaction(async (tx) => {
      await tx.kysely.insertInto('notes').values({ id: '1', title: 'one' }).execute()
      await tx.sql`insert into notes (id, title) values (2, 'two')`
      const one = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.kysely)
      const [two] = await tx.sql`select pg_backend_pid() as pid`
      return [one.rows[0]?.pid, two?.['pid']]
    })
    expect(pids[0]).toBe(pids[1])
    expect(await count()).toBe(before + 2)
  })

  test('what rejects is rolled back whole', async () => {
    const before = await count()
    const work = storage.database.transaction(async (tx) => {
      await tx.kysely.insertInto('notes').values({ id: '3', title: 'three' }).execute()
      await tx.sql`insert into notes (id, title) values (4, 'four')`
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await count()).toBe(before)
  })

  test('statements outside run beside an open transaction', async () => {
    await storage.database.transaction(async (tx) => {
      await tx.sql`select 1`
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => storage.database.sql`select ${n}::int as n`),
      )
      expect(results.map((rows) => rows[0]?.['n'])).toEqual(Array.from({ length: 20 }, (_, n) => n))
    })
  })

  test('nothing more is done in a transaction that is over', async () => {
    const kept = await storage.database.transaction((tx) => Promise.resolve(tx))
    expect(() => kept.sql`select 1`).toThrow(DatabaseUnavailable)
  })

  test('a lost connection ends it as unavailable, and never touches the next one', async () => {
    const { database, admin } = storage
    const lone = openDatabase<ExampleSchema>(storage.connection, { max: 1 })
    const before = await count()
    const { promise: gate, resolve: proceed } = Promise.withResolvers<void>()
    const late = lone.transaction(async (tx) => {
      await tx.sql`insert into notes (id, title) values (10, 'lost')`
      const [row] = await tx.sql`select pg_backend_pid() as pid`
      await admin`select pg_terminate_backend(${Number(row?.['pid'])})`
      await gate
      await tx.sql`insert into notes (id, title) values (11, 'never')`
    })
    await expect(late).rejects.toThrow(DatabaseUnavailable)
    await lone.transaction(async (tx) => {
      await tx.sql`insert into notes (id, title) values (12, 'kept')`
      proceed()
      await new Promise((resolve) => setTimeout(resolve, 30))
      await tx.sql`insert into notes (id, title) values (13, 'kept')`
    })
    expect(await count()).toBe(before + 2)
    await lone.close()
    await database.sql`delete from notes where id in (12, 13)`
  })
})

test('a server that is not there is unavailable, a wrong statement is not', async () => {
  const away = openDatabase({ ...testAdmin(), host: '/nonexistent' })
  const refused = await sql`select 1`.execute(away.kysely).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(DatabaseUnavailable)
  expect(isUnavailable(await away.sql`select 1`.catch((error: unknown) => error))).toBe(true)
  await away.close()
  expect(isUnavailable(await storage.database.sql`select nothing`.catch((error: unknown) => error))).toBe(
    false,
  )
})

test('a statement that takes too long is ended', async () => {
  const hasty = openDatabase(storage.connection, { statementTimeout: 100 })
  await expect(hasty.sql`select pg_sleep(5)`).rejects.toMatchObject({ code: '57014' })
  await hasty.close()
})

test('the role may change rows and nothing else', async () => {
  await expect(storage.database.sql`create table mine (id int)`).rejects.toMatchObject({ code: '42501' })
  await expect(storage.database.sql`drop table notes`).rejects.toMatchObject({ code: '42501' })
  await expect(storage.database.sql`truncate notes`).rejects.toMatchObject({ code: '42501' })
  await expect(storage.database.sql`select * from alles.migrations`).rejects.toMatchObject({ code: '42501' })
})

describe('arrays', () => {
  const back = async (value: unknown, type: string) => {
    const [row] = await storage.database
      .sql`select ${value as string[]}::${storage.database.sql.unsafe(type)} as it`
    return row?.['it'] as unknown
  }

  test('come back as they went in, whatever they hold', async () => {
    const odd = ['', 'a,b', '"', '\\', '{}', 'NULL', 'null', ' x ', 'ä\n😀', null]
    expect(await back(odd, 'text[]')).toEqual(odd)
    expect(await back([], 'text[]')).toEqual([])
    expect(await back(['9223372036854775807', null], 'int8[]')).toEqual(['9223372036854775807', null])
    expect(await back([1, -2], 'int4[]')).toEqual([1, -2])
  })

  test('hot paths name the type of arrays of bytes', async () => {
    const { sql: hot } = storage.database
    const values = [Buffer.from('\\"\u0000', 'latin1'), Buffer.alloc(0)]
    expect((await hot`select ${hot.array(values, 1001)} as it`)[0]?.['it']).toEqual(values)
    expect((await hot`select ${hot.array(['a', 'b'])} as it`)[0]?.['it']).toEqual(['a', 'b'])
    expect((await hot`select title from notes where title = any(${['x']})`).length).toBe(0)
  })
})
