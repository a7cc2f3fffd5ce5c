import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLive, type Sql } from './live-database.ts'

/** A table of a running server, and how many of its rows were looked for and are there. */
export interface WalkedTable {
  /** `database schema.table` */
  readonly table: string
  readonly rows: number
  readonly holding: number
}

/**
 * Looks for words in every row of every table of every database of a running server, those that no service may read
 * included: as text, small and capital letters alike, and as bytes.
 */
export async function walkTables(directory: string, words: readonly string[]): Promise<WalkedTable[]> {
  const needles = words.flatMap((word) => [word.toLowerCase(), Buffer.from(word).toString('hex')])
  const databases = await asSuperuser(directory, 'postgres', async (sql) => [
    ...(await sql<{ name: string }[]>`select datname as name from pg_database where datallowconn`),
  ])
  const walked: WalkedTable[] = []
  for (const { name } of databases)
    walked.push(...(await asSuperuser(directory, name, (sql) => walkDatabase(sql, name, needles))))
  return walked
}

async function walkDatabase(sql: Sql, database: string, needles: readonly string[]): Promise<WalkedTable[]> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select schemaname as schema, tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`
  const walked: WalkedTable[] = []
  for (const { schema, name } of tables) {
    const rows = await sql<{ row: string }[]>`
      select lower(entry::text) as row from ${sql(schema)}.${sql(name)} entry`
    const holding = rows.filter(({ row }) => needles.some((needle) => row.includes(needle))).length
    walked.push({ table: `${database} ${schema}.${name}`, rows: rows.length, holding })
  }
  return walked
}

async function asSuperuser<T>(
  directory: string,
  database: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const password = (await readFile(join(directory, 'postgres/data/superuser-password'), 'utf8')).trim()
  const sql = openLive(directory, ['alles', password], database)
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
