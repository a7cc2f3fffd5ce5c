import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { Sql } from 'postgres'
import { PrintableError } from '../log/index.ts'

/** One step forward of a database's schema: the file `NNNN-name.sql`. There are none backward. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sha256: string
  readonly text: string
}

/** Reads a folder of migrations, in order. */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`)
  const files = (await readdir(base)).filter((file) => file.endsWith('.sql')).toSorted()
  return Promise.all(
    files.map(async (file, index) => {
      const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file)
      if (!match || Number(match[1]) !== index + 1)
        throw new PrintableError(
          `${file}: migrations are numbered from 0001 without gaps and named NNNN-name.sql.`,
        )
      const text = await readFile(new URL(file, base), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      return { number: index + 1, name: match[2] ?? '', sha256, text }
    }),
  )
}

/**
 * Brings a database to the newest schema, as its owner; each migration in a transaction of its own. Gives the number of
 * migrations it ran. Refuses a database that knows more than the folder does, or something else.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[], database: string): Promise<number> {
  const applied = await readApplied(sql)
  for (const row of applied) refuseForeign(row, migrations[row.number - 1], database)
  const missing = migrations.slice(applied.length)
  for (const migration of missing) await apply(sql, migration)
  return missing.length
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

async function readApplied(sql: Sql): Promise<Applied[]> {
  const [found] = await sql<
    { exists: boolean }[]
  >`select to_regclass('alles.migrations') is not null as exists`
  if (!found?.exists)
    await sql.unsafe(`
      create schema if not exists alles;
      create table if not exists alles.migrations (
        number int primary key,
        name text not null,
        sha256 text not null,
        at timestamptz not null default now()
      )`)
  return sql<Applied[]>`select number, name, sha256 from alles.migrations order by number`
}

function refuseForeign(row: Applied, migration: Migration | undefined, database: string): void {
  if (!migration)
    throw new PrintableError(
      `This database was made by a newer version of Alles: ${database} has migration ${row.number} (${row.name}), which this version does not know.`,
    )
  if (migration.sha256 !== row.sha256)
    throw new PrintableError(
      `This database was made by a newer version of Alles or another one: migration ${row.number} (${row.name}) of ${database} differs from this version's.`,
    )
}

async function apply(sql: Sql, migration: Migration): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(migration.text)
    await tx`insert into alles.migrations (number, name, sha256)
      values (${migration.number}, ${migration.name}, ${migration.sha256})`
  })
}
