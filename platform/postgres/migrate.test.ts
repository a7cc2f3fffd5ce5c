import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testAdmin } from '../testing/index.ts'
import { migrate, openSql, readMigrations } from './index.ts'

let folder: string
let sql: Sql
let maker: Sql
const name = `migrate_${process.pid}`

beforeAll(() => {
  maker = openSql(testAdmin(), { max: 1, statementTimeout: 0 })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-migrate-'))
  await sql?.end()
  await maker`drop database if exists ${maker(name)} with (force)`
  await maker`create database ${maker(name)}`
  sql = openSql({ ...testAdmin(), database: name }, { max: 1, statementTimeout: 0 })
})
afterAll(async () => {
  await sql.end()
  await maker`drop database ${maker(name)} with (force)`
  await maker.end()
  await rm(folder, { recursive: true, force: true })
})

const write = (file: string, text: string) => writeFile(join(folder, file), text)
const run = async () => migrate(sql, await readMigrations(pathToFileURL(folder)), name)

test('each runs once, in order', async () => {
  await write('0001-initial.sql', 'create table a (id int)')
  await write('0002-next.sql', 'alter table a add b int; insert into a values (1, 2)')
  expect(await run()).toBe(2)
  expect(await run()).toBe(0)
  await write('0003-last.sql', 'update a set b = 3')
  expect(await run()).toBe(1)
  expect(await sql`select * from a`).toEqual([{ id: 1, b: 3 }])
})

test('one that fails leaves nothing of itself', async () => {
  await write('0001-initial.sql', 'create table a (id int)')
  await write('0002-broken.sql', 'create table b (id int); select nothing')
  await expect(run()).rejects.toMatchObject({ code: '42703' })
  expect(await sql`select to_regclass('a') is not null as a, to_regclass('b') is not null as b`).toEqual([
    { a: true, b: false },
  ])
  await write('0002-broken.sql', 'create table b (id int)')
  expect(await run()).toBe(1)
})

test('a database that knows more is refused in one sentence and not touched', async () => {
  await write('0001-initial.sql', 'create table a (id int)')
  await write('0002-newer.sql', 'create table b (id int)')
  await run()
  await rm(join(folder, '0002-newer.sql'))
  await expect(run()).rejects.toThrow(/^This database was made by a newer version of Alles: .*\.$/)
})

test('a migration that was changed afterwards is refused', async () => {
  await write('0001-initial.sql', 'create table a (id int)')
  await run()
  await write('0001-initial.sql', 'create table a (id bigint)')
  await expect(run()).rejects.toThrow('migration 1 (initial)')
})

test('gaps and odd names are refused', async () => {
  await write('0001-initial.sql', '')
  await write('0003-gap.sql', '')
  await expect(run()).rejects.toThrow('0003-gap.sql: migrations are numbered')
  await rm(join(folder, '0003-gap.sql'))
  await write('second.sql', '')
  await expect(run()).rejects.toThrow('second.sql: migrations are numbered')
})
