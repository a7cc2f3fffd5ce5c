import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from 'postgres'
import { Secret } from '../contract/index.ts'
import { openSql } from '../postgres/connection-options.ts'
import { openDatabase, type AnySchema, type ConnectionOptions, type Database } from '../postgres/index.ts'
import { readMigrations, type Migration } from '../postgres/migrate.ts'
import { bringUpToDate, closeDatabase } from '../postgres/service-database.ts'
import { ensureRoles } from '../postgres/service-roles.ts'
import { testAdmin, testPasswordsFile } from './test-server.ts'

/** A service as far as its database is concerned; every `Service` that stores something is one. */
export interface StoringService {
  readonly name: string
  readonly migrations: URL | null
}

/** A database of one test file: migrated, empty, opened by the service's own role with its least grants. */
export interface TestDatabase<Schema = AnySchema> {
  readonly database: Database<Schema>
  /** How the service's role opens it. */
  readonly connection: ConnectionOptions
  /** The same database as its owner, for looking at and breaking what the service may not. */
  readonly admin: Sql
  drop(): Promise<void>
}

interface Template {
  readonly name: string
  readonly role: string
  readonly password: string
}

const templates = new Map<string, Promise<Template>>()
let shared: Sql | undefined

/** Clones a database from a template that is made once per run and set of migrations. */
export async function testDatabase<Schema = unknown>(service: StoringService): Promise<TestDatabase<Schema>> {
  const admin = testAdmin()
  shared ??= openSql(admin, { max: 2, statementTimeout: 0, idleSeconds: 2 })
  const sql = shared
  const template = await templateOf(service)
  const name = `test_${service.name}_${randomBytes(6).toString('hex')}`
  await sql`create database ${sql(name)} template ${sql(template.name)}`
  await closeDatabase(sql, name, template.role)
  const connection = {
    ...admin,
    user: template.role,
    password: new Secret(template.password),
    database: name,
  }
  const database = openDatabase<Schema>(connection)
  const own = openSql({ ...admin, database: name }, { max: 1, statementTimeout: 0 })
  return {
    database,
    connection,
    admin: own,
    async drop() {
      await Promise.all([database.close(), own.end({ timeout: 1 })])
      await sql`drop database if exists ${sql(name)} with (force)`
    },
  }
}

async function templateOf(service: StoringService): Promise<Template> {
  const folder = service.migrations
  if (folder === null) throw new Error(`${service.name} stores nothing`)
  const migrations = await readMigrations(folder)
  const hash = createHash('sha256')
    .update(migrations.map(({ sha256 }) => sha256).join())
    .digest('hex')
  const name = `template_${service.name}_${hash.slice(0, 12)}`
  const known = templates.get(name)
  if (known) return known
  const made = makeTemplate({ name, role: `test_${service.name}`, migrations })
  templates.set(name, made)
  return made
}

interface Making {
  readonly name: string
  readonly role: string
  readonly migrations: readonly Migration[]
}

async function makeTemplate({ name, role, migrations }: Making): Promise<Template> {
  const lock = openSql(testAdmin(), { max: 1, statementTimeout: 0 })
  try {
    await lock`select pg_advisory_lock(7061373)`
    const passwords = await ensureRoles(lock, [role], testPasswordsFile())
    const [found] = await lock`select from pg_database where datname = ${name}`
    if (!found) {
      const making = `${name}_making`
      await lock`drop database if exists ${lock(making)} with (force)`
      await lock`create database ${lock(making)} template template0 encoding 'UTF8' locale 'C'`
      await bringUpToDate(testAdmin(), { database: making, role, migrations })
      await renameWhenFree(lock, making, name)
    }
    return { name, role, password: passwords.get(role) ?? '' }
  } finally {
    await lock.end({ timeout: 1 })
  }
}

/** Sessions that have said goodbye may be seen for a moment longer; ending them would be an error in whoever closes. */
async function renameWhenFree(sql: Sql, from: string, to: string): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity where datname = ${from}`
    if (row?.count === 0) break
    if (Date.now() > deadline) throw new Error(`somebody does not leave ${from}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await sql`alter database ${sql(from)} rename to ${sql(to)}`
}
