import type { Sql } from 'postgres'
import { Secret } from '../contract/index.ts'
import { PrintableError, type Log } from '../log/index.ts'
import { openSql, type ConnectionOptions } from './connection-options.ts'
import type { Database } from './database.ts'
import { readMigrations } from './migrate.ts'
import { openDatabase, type OpenOptions } from './open-database.ts'
import { bringUpToDate, ensureDatabases, type ServiceDatabase } from './service-database.ts'
import { ensureRoles, readPasswords } from './service-roles.ts'
import { isUnavailable } from './unavailable.ts'
import { claimWorkerNumber, isOnlyWorker, type WorkerNumber } from './worker-number.ts'

export interface ServerOptions {
  /** As the administrator: may create databases and roles. */
  readonly admin: ConnectionOptions
  /** Where the roles' passwords are kept; shared by all processes of one data directory. */
  readonly passwordsFile: string
  /** What databases and roles are called before the service's name; `alles_` unless said otherwise. */
  readonly prefix?: string
  /** How long to wait for the server, in seconds; 30 unless said otherwise. */
  readonly patience?: number
  readonly log: Log
}

export interface PreparedService {
  readonly name: string
  /** Folder of its migrations; null where it stores nothing. */
  readonly migrations: URL | null
}

/** A PostgreSQL server with one database and one login role per service. */
export interface PostgresServer {
  /** As the administrator. For checks; services never see it. */
  readonly admin: Sql
  /** Makes and migrates what is missing. Several processes may do it at once. */
  prepare(services: readonly PreparedService[]): Promise<void>
  /** How a prepared service's role opens its own database. */
  connection(service: string): ConnectionOptions
  open<Schema = unknown>(service: string, options?: OpenOptions): Database<Schema>
  /** A number for this process that no other living one has: 0 to 1023. Held until `close`. */
  claimWorker(): Promise<number>
  /** Whether no other living process of this server has a number. Claims one for this process. */
  isAlone(): Promise<boolean>
  close(): Promise<void>
}

/** One lock for all who make or migrate databases of a server. */
const prepareLock = 0x616c6c65_73n

export async function connectServer(options: ServerOptions): Promise<PostgresServer> {
  const { admin, passwordsFile, log } = options
  const prefix = options.prefix ?? 'alles_'
  const sql = openSql(admin, { max: 4, statementTimeout: 0, idleSeconds: 10 })
  try {
    await reach(sql, (options.patience ?? 30) * 1000)
  } catch (error) {
    await sql.end({ timeout: 0 })
    throw error
  }
  const opened: Database[] = []
  let passwords = new Map<string, string>()
  let worker: Promise<WorkerNumber> | undefined
  const claimWorker = async () => {
    worker ??= claimWorkerNumber(admin, log)
    return (await worker).number
  }
  const connection = (service: string): ConnectionOptions => {
    const role = prefix + service
    const password = passwords.get(role)
    if (password === undefined) throw new Error(`${service} has not been prepared`)
    return { ...admin, user: role, database: role, password: new Secret(password) }
  }
  return {
    admin: sql,
    connection,
    async prepare(services) {
      const wanted = await Promise.all(services.flatMap((service) => describe(service, prefix)))
      await alone(admin, async () => {
        passwords = await prepareAll({ sql, admin, passwordsFile, log }, wanted)
      })
    },
    open<Schema>(service: string, given?: OpenOptions) {
      const database = openDatabase<Schema>(connection(service), given)
      opened.push(database as Database)
      return database
    },
    claimWorker,
    async isAlone() {
      return isOnlyWorker(sql, await claimWorker())
    },
    async close() {
      const claimed = await worker?.catch(() => undefined)
      await Promise.all([...opened.map((database) => database.close()), claimed?.release()])
      await sql.end({ timeout: 5 })
    },
  }
}

function describe(service: PreparedService, prefix: string): Promise<ServiceDatabase>[] {
  const { name, migrations: folder } = service
  if (folder === null) return []
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) throw new Error(`${name} cannot name a database`)
  const about = { database: prefix + name, role: prefix + name }
  return [readMigrations(folder).then((migrations) => ({ ...about, migrations }))]
}

interface Preparation {
  readonly sql: Sql
  readonly admin: ConnectionOptions
  readonly passwordsFile: string
  readonly log: Log
}

async function prepareAll(
  given: Preparation,
  wanted: readonly ServiceDatabase[],
): Promise<Map<string, string>> {
  const { sql, admin, passwordsFile, log } = given
  const roles = wanted.map(({ role }) => role)
  await ensureRoles(sql, roles, passwordsFile)
  await ensureDatabases(sql, wanted)
  await closeTemplates(given)
  await Promise.all(
    wanted.map(async (one) => {
      const count = await bringUpToDate(admin, one)
      if (count > 0) log.info('postgres.migrated', { database: one.database, count })
    }),
  )
  return readPasswords(passwordsFile)
}

/** Everybody may open the server's own databases unless told otherwise. */
async function closeTemplates({ sql, log }: Preparation): Promise<void> {
  const open = await sql<{ name: string }[]>`
    select datname as name from pg_database
    where datname in ('postgres', 'template1') and has_database_privilege('public', oid, 'connect')`
  for (const { name } of open) {
    try {
      await sql`revoke all on database ${sql(name)} from public`
    } catch (error) {
      log.warn('postgres.left_open', { database: name, error })
    }
  }
}

/** Runs `work` while no other process does the same on this server. */
async function alone(admin: ConnectionOptions, work: () => Promise<void>): Promise<void> {
  const holder = openSql(admin, { max: 1, statementTimeout: 0 })
  try {
    await holder`select pg_advisory_lock(${prepareLock.toString()}::bigint)`
    await work()
  } finally {
    await holder.end({ timeout: 1 })
  }
}

async function reach(sql: Sql, patience: number): Promise<void> {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      const [row] = await sql<
        { version: number }[]
      >`select current_setting('server_version_num')::int as version`
      if ((row?.version ?? 0) < 150_000) throw new PrintableError('Alles needs PostgreSQL 15 or newer.')
      return
    } catch (error) {
      if (error instanceof PrintableError) throw error
      if (!isUnavailable(error)) throw refusedSentence(error)
      if (Date.now() > deadline)
        throw new PrintableError('The PostgreSQL server of ALLES_POSTGRES_URL cannot be reached.', {
          cause: error,
        })
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

function refusedSentence(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new PrintableError(
    `The PostgreSQL server of ALLES_POSTGRES_URL refuses us (${code}): check its user, password, database and encryption.`,
    { cause: error },
  )
}
