import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Secret } from '../contract/index.ts'
import { silentLog } from '../log/index.ts'
import { testAdmin } from '../testing/index.ts'
import { exampleService } from '../testing/example/example-service.ts'
import { connectServer, openDatabase, openSql, schemaOf, type PostgresServer } from './index.ts'

let root: string
const servers: PostgresServer[] = []
const prefix = `server${process.pid}_`
const names = ['one', 'two', 'three']
const services = names.map((name) => ({ name, migrations: exampleService.migrations }))
const connect = async (given = {}) => {
  const server = await connectServer({
    admin: testAdmin(),
    passwordsFile: join(root, 'roles.json'),
    prefix,
    log: silentLog,
    ...given,
  })
  servers.push(server)
  return server
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alles-server-'))
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('roles', () => {
  test('each opens its own database and none of the others', async () => {
    const server = await connect()
    await server.prepare(services)
    for (const from of names)
      for (const to of [...names.map((name) => prefix + name), 'postgres', 'template1']) {
        const own = to === prefix + from
        const database = openDatabase({ ...server.connection(from), database: to }, { max: 1 })
        const outcome = await database.sql`select 1`.then(
          () => 'open',
          (error: { code: string }) => error.code,
        )
        expect(`${from} ${to} ${outcome}`).toBe(`${from} ${to} ${own ? 'open' : '42501'}`)
        await database.close()
      }
  })

  test('their passwords stand in a file for the owner alone', async () => {
    expect((await stat(join(root, 'roles.json'))).mode & 0o777).toBe(0o600)
  })

  test('a second process with the same file signs in, one that lost it sets new passwords', async () => {
    const second = await connect()
    await second.prepare(services)
    expect(await second.open('one').sql`select 1 as n`).toEqual([{ n: 1 }])
    await rm(join(root, 'roles.json'))
    const third = await connect()
    await third.prepare(services)
    expect(await third.open('one').sql`select 1 as n`).toEqual([{ n: 1 }])
  })

  test('a password that only the file knows is set', async () => {
    await writeFile(
      join(root, 'roles.json'),
      JSON.stringify(Object.fromEntries(names.map((name) => [prefix + name, 'changed']))),
    )
    const server = await connect()
    await server.prepare(services)
    expect(await server.open('two').sql`select 1 as n`).toEqual([{ n: 1 }])
  })

  test('a role cannot make, change or empty tables, nor read what was migrated', async () => {
    const server = await connect()
    await server.prepare(services)
    const { sql } = server.open('one')
    for (const statement of [
      'create table t ()',
      'create temporary table t ()',
      'create schema s',
      'alter table notes add x int',
      'truncate notes',
      'select from alles.migrations',
    ])
      await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
    await sql`insert into notes (id, title) values (1, 'mine')`
    expect(await sql`delete from notes returning title`).toEqual([{ title: 'mine' }])
  })
})

describe('preparing', () => {
  test('several processes may do it at once', async () => {
    const together = { prefix: `${prefix}at_once_`, passwordsFile: join(root, 'at-once.json') }
    const all = await Promise.all([connect(together), connect(together), connect(together)])
    await Promise.all(all.map((server) => server.prepare(services)))
    for (const server of all) expect(await server.open('three').sql`select from notes`).toHaveLength(0)
  })

  test('what is prepared already takes no time', async () => {
    const six = Array.from({ length: 6 }, (_, n) => ({
      name: `warm${n}`,
      migrations: exampleService.migrations,
    }))
    await (await connect()).prepare(six)
    const server = await connect()
    const began = Date.now()
    await server.prepare(six)
    expect(Date.now() - began).toBeLessThan(1000)
  })

  test('a fresh schema is the same as one that was upgraded', async () => {
    const folder = join(root, 'growing')
    await import('node:fs/promises').then(({ mkdir }) => mkdir(folder))
    const growing = pathToFileURL(`${folder}/`)
    const server = await connect()
    await writeFile(join(folder, '0001-initial.sql'), 'create table a (id bigint primary key)')
    await server.prepare([{ name: 'upgraded', migrations: growing }])
    await writeFile(
      join(folder, '0002-more.sql'),
      'alter table a add b text; create index on a (b); create table c (id bigint generated always as identity)',
    )
    await server.prepare([
      { name: 'upgraded', migrations: growing },
      { name: 'fresh', migrations: growing },
    ])
    const [upgraded, fresh] = await Promise.all(
      ['upgraded', 'fresh'].map(async (name) => {
        const sql = openSql({ ...testAdmin(), database: prefix + name }, { max: 1, statementTimeout: 0 })
        const lines = await schemaOf(sql)
        await sql.end()
        return lines.map((line) => line.replaceAll(name, 'NAME'))
      }),
    )
    expect(upgraded).toEqual(fresh)
    expect(upgraded).toContain('grant c INSERT to server' + process.pid + '_NAME')
  })

  test('a service that stores nothing gets nothing', async () => {
    const server = await connect()
    await server.prepare([{ name: 'nothing', migrations: null }])
    expect(() => server.open('nothing')).toThrow('nothing has not been prepared')
  })
})

test('an administrator who is no superuser is enough', async () => {
  const sql = openSql(testAdmin(), { max: 1, statementTimeout: 0 })
  const role = `modest${process.pid}`
  await sql.unsafe(
    `create role ${role} login createdb createrole password 'x'; grant connect on database postgres to ${role}`,
  )
  await sql.end()
  const admin = { ...testAdmin(), user: role, password: new Secret('x') }
  const given = { admin, prefix: `${role}_`, passwordsFile: join(root, 'modest.json') }
  for (const _ of ['first', 'again']) {
    const server = await connect(given)
    await server.prepare(services)
    const { sql: own } = server.open('one')
    expect(await own`select (graphile_worker.add_job('x')).id > 0 as ok`).toEqual([{ ok: true }])
    await expect(own`create table t ()`).rejects.toMatchObject({ code: '42501' })
  }
})

describe('reaching the server', () => {
  test('one that stays away is given up in one sentence', async () => {
    const away = connect({ admin: { ...testAdmin(), host: '/nonexistent' }, patience: 0.3 })
    await expect(away).rejects.toThrow(/^The PostgreSQL server of ALLES_POSTGRES_URL cannot be reached\.$/)
  })

  test('one that refuses the password is not asked again', async () => {
    const refused = connect({ admin: { ...testAdmin(), password: new Secret('wrong') } })
    await expect(refused).rejects.toThrow(/refuses us \(28P01\)/)
  })
})

describe('worker numbers', () => {
  test('say whether a process is alone', async () => {
    const [one, two] = await Promise.all([connect(), connect()])
    expect(await one.isAlone()).toBe(true)
    expect(await two.isAlone()).toBe(false)
    expect(await one.isAlone()).toBe(false)
    await two.close()
    expect(await one.isAlone()).toBe(true)
  })

  test('no two processes have the same, and a lost one is claimed again', async () => {
    const [one, two] = await Promise.all([connect(), connect()])
    const numbers = await Promise.all([one.claimWorker(), two.claimWorker(), one.claimWorker()])
    expect(numbers[0]).toBe(numbers[2])
    expect(numbers[0]).not.toBe(numbers[1])
    const held = () => one.admin<{ number: number; pid: number }[]>`
      select objid::int as number, pid from pg_locks where locktype = 'advisory' and classid = ${0x616c6c65} order by objid`
    const before = await held()
    expect([await one.isAlone(), await two.isAlone()]).toEqual([false, false])
    expect(before.map((row) => row.number)).toEqual(numbers.slice(0, 2).toSorted((a, b) => a - b))
    for (const { pid } of before) await one.admin`select pg_terminate_backend(${pid}, 1000)`
    await expect
      .poll(async () => (await held()).map((row) => row.number))
      .toEqual(before.map((row) => row.number))
  })
})
