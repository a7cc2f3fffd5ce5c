import { Logger, runMigrations } from 'graphile-worker'
import type { Sql } from 'postgres'
import { openSql, type ConnectionOptions } from './connection-options.ts'
import { withJobsPool } from './jobs-pool.ts'
import { migrate, type Migration } from './migrate.ts'

/** Jobs of a service wait in this schema of its own database. */
export const jobsSchema = 'graphile_worker'

export interface ServiceDatabase {
  readonly database: string
  readonly role: string
  readonly migrations: readonly Migration[]
}

/** Makes the databases that are missing, owned by the administrator, and closes all of them to everybody else. */
export async function ensureDatabases(sql: Sql, wanted: readonly ServiceDatabase[]): Promise<void> {
  const names = wanted.map(({ database }) => database)
  const found = await sql<{ name: string; open: boolean }[]>`
    select datname as name, has_database_privilege('public', oid, 'connect')
      or has_database_privilege('public', oid, 'temporary') as open
    from pg_database where datname = any(${names})`
  const open = new Map(found.map((row) => [row.name, row.open]))
  await Promise.all(
    wanted.map(async ({ database, role }) => {
      if (!open.has(database))
        await sql.unsafe(`create database "${database}" template template0 encoding 'UTF8' locale 'C'`)
      if (open.get(database) !== false) await closeDatabase(sql, database, role)
    }),
  )
}

/** Leaves `role` as the only one beside the owner that may connect. */
export async function closeDatabase(sql: Sql, database: string, role: string): Promise<void> {
  await sql.unsafe(`
    revoke all on database "${database}" from public;
    grant connect on database "${database}" to "${role}"`)
}

/** Brings one database to the newest schema, with the role's least grants. Gives the number of migrations it ran. */
export async function bringUpToDate(admin: ConnectionOptions, wanted: ServiceDatabase): Promise<number> {
  const options = { ...admin, database: wanted.database }
  const sql = openSql(options, { max: 1, statementTimeout: 0 })
  try {
    const count = await migrate(sql, wanted.migrations, wanted.database)
    if (await jobsAreOld(sql)) await migrateJobs(options)
    if (await lacksGrants(sql, wanted.role)) await sql.unsafe(grantStatements(wanted.role))
    return count
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** The newest of graphile-worker's own migrations that this version brings. */
const newestJobsMigration = 20

async function jobsAreOld(sql: Sql): Promise<boolean> {
  const [table] = await sql<{ exists: boolean }[]>`
    select to_regclass(${`${jobsSchema}.migrations`}) is not null as exists`
  if (!table?.exists) return true
  const [row] = await sql<
    { newest: number | null }[]
  >`select max(id) as newest from ${sql(jobsSchema)}.migrations`
  return (row?.newest ?? 0) < newestJobsMigration
}

async function migrateJobs(options: ConnectionOptions): Promise<void> {
  const logger = new Logger(() => () => undefined)
  await withJobsPool(options, (pgPool) => runMigrations({ pgPool, schema: jobsSchema, logger }))
}

const rights = ['select', 'insert', 'update', 'delete']

async function lacksGrants(sql: Sql, role: string): Promise<boolean> {
  const [row] = await sql<{ lacks: boolean }[]>`
    select exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(${rights}::text[]) as needed
      where n.nspname in ('public', ${jobsSchema}) and c.relkind in ('r', 'p')
        and (not has_table_privilege(${role}, c.oid, needed) or (c.relrowsecurity and n.nspname = ${jobsSchema}))
    ) or has_schema_privilege('public', 'public', 'usage')
      or not has_schema_privilege(${role}, 'public', 'usage')
      or not has_schema_privilege(${role}, ${jobsSchema}, 'usage') as lacks`
  return row?.lacks ?? true
}

/** Rows, never the schema. Row security of the jobs' tables would hide them from all but their owner. */
function grantStatements(role: string): string {
  return `
    revoke all on schema public from public;
    grant usage on schema public, ${jobsSchema} to "${role}";
    grant ${rights.join(', ')} on all tables in schema public, ${jobsSchema} to "${role}";
    grant usage, select on all sequences in schema public, ${jobsSchema} to "${role}";
    do $$ declare t regclass; begin
      for t in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = '${jobsSchema}' and c.relrowsecurity
      loop execute format('alter table %s disable row level security', t); end loop;
    end $$`
}
