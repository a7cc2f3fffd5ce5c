import type { Options } from 'postgres'
import postgres from 'postgres'
import { Secret } from '../contract/index.ts'
import { PrintableError } from '../log/index.ts'
import { arrayOf, arrayTypes, jsonText } from './array-types.ts'

/** Where a database is and as whom to open it. */
export interface ConnectionOptions {
  /** Name or address of the server, or the folder of its Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: Secret
  readonly database: string
  /** `require`: encrypted. `verify-full`: encrypted, and the certificate must be right for the name. */
  readonly tls: 'off' | 'require' | 'verify-full'
}

const tlsModes: Readonly<Record<string, ConnectionOptions['tls']>> = {
  disable: 'off',
  allow: 'off',
  prefer: 'off',
  require: 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
}

/** Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…&host=FOLDER`. The error names no part of it. */
export function parsePostgresUrl(text: string): ConnectionOptions {
  const url = URL.parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol))
    throw new PrintableError(
      'The address of the PostgreSQL server must begin with postgres:// or postgresql://.',
    )
  const tls = tlsModes[url.searchParams.get('sslmode') ?? 'prefer']
  if (!tls) throw new PrintableError('The sslmode of the PostgreSQL address is not one PostgreSQL knows.')
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1')
  return {
    host: host === '' ? 'localhost' : host,
    port: Number(url.port === '' ? 5432 : url.port),
    user: url.username === '' ? 'postgres' : decodeURIComponent(url.username),
    password: new Secret(decodeURIComponent(url.password)),
    database: url.pathname.length > 1 ? decodeURIComponent(url.pathname.slice(1)) : 'postgres',
    tls,
  }
}

/** The same as a URL, for libraries that want one. */
export function postgresUrl(options: ConnectionOptions): Secret {
  const auth = `${encodeURIComponent(options.user)}:${encodeURIComponent(options.password.reveal())}`
  const socket = options.host.startsWith('/')
  const host = socket ? 'localhost' : options.host.includes(':') ? `[${options.host}]` : options.host
  const url = new URL(`postgres://${auth}@${host}:${options.port}/${encodeURIComponent(options.database)}`)
  if (socket) url.searchParams.set('host', options.host)
  if (options.tls === 'require') url.searchParams.set('sslmode', 'no-verify')
  if (options.tls === 'verify-full') url.searchParams.set('sslmode', 'verify-full')
  return new Secret(url.href)
}

/** How the connections of one pool behave. Times in milliseconds. */
export interface PoolOptions {
  readonly max: number
  readonly statementTimeout: number
  readonly idleSeconds?: number
  readonly onclose?: () => void
}

/** A pool of connections, opened when first used and again when lost. */
export function openSql(options: ConnectionOptions, pool: PoolOptions): postgres.Sql {
  const given: Options<Record<string, postgres.PostgresType>> = {
    host: options.host,
    port: options.port,
    user: options.user,
    database: options.database,
    // A function, so that the driver's own options hold nothing to print.
    password: () => options.password.reveal(),
    ssl: options.tls === 'off' ? false : options.tls,
    max: pool.max,
    idle_timeout: pool.idleSeconds,
    connect_timeout: 5,
    backoff: (attempt) => Math.min(0.05 * attempt, 0.5),
    onnotice: () => undefined,
    onclose: () => pool.onclose?.(),
    connection: {
      application_name: 'alles',
      search_path: 'public',
      statement_timeout: pool.statementTimeout,
      idle_in_transaction_session_timeout: 10_000,
    },
    fetch_types: false,
    types: { ...arrayTypes, json: { to: 114, from: [114, 3802], serialize: jsonText, parse: JSON.parse } },
  }
  const sql = postgres(given)
  const { shared } = sql.options as unknown as { shared: { typeArrayMap: Record<number, number> } }
  Object.assign(shared.typeArrayMap, arrayOf)
  return sql
}
