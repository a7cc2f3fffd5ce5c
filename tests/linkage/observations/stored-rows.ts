import type { Sql } from '../../support/live-database.ts'
import type { Eyes } from '../eyes.ts'
import type { Face } from '../faces.ts'
import type { Observation } from './observation.ts'

/** Every service that stores anything, but the one that knows who is whose. */
const services = ['keys', 'mail', 'media', 'chat', 'oauth', 'privacy']

/** What whoever holds the databases of all services but accounts can tell. */
export const storedRowObservations: readonly Observation[] = services.map((service) => ({
  name: `the rows of ${service}`,
  async see(eyes, { a, b }, world) {
    const everybody = world.pairs.flatMap((pair) => [pair.a, pair.b])
    const values = await valuesOf(eyes, service, everybody)
    const [mine, theirs] = [values.get(a) ?? new Map(), values.get(b) ?? new Map()]
    // A value that these two have in common and nobody else has.
    return [...mine]
      .filter(([value]) => theirs.has(value))
      .filter(([value]) => everybody.filter((one) => values.get(one)?.has(value)).length === 2)
      .map(([, column]) => column)
      .filter((column) => !admitted.has(column))
      .toSorted((one, other) => one.localeCompare(other))
  },
}))

/**
 * What ties rows of one person together and has to: the sign-ins of one browser session end when it ends, and the row goes
 * then. Whoever reads it has broken into the server.
 */
const admitted: ReadonlySet<string> = new Set(['sign_ins.session_id'])

type Values = ReadonlyMap<Face, ReadonlyMap<string, string>>
const known = new WeakMap<Eyes, Map<string, Promise<Values>>>()

/** Of each account, the values in its rows, with the column each stands in. Read once for all pairs. */
function valuesOf(eyes: Eyes, service: string, everybody: readonly Face[]): Promise<Values> {
  const read = known.get(eyes) ?? new Map<string, Promise<Values>>()
  known.set(eyes, read)
  const values = read.get(service) ?? readValues(eyes, service, everybody)
  read.set(service, values)
  return values
}

interface Row {
  readonly table: string
  /** Column by column, as text. */
  readonly row: Readonly<Record<string, string | null>>
  /** The columns that name the row, where it is one alone: what else belongs to it says so by them. */
  readonly keys: readonly string[]
}

async function readValues(eyes: Eyes, service: string, everybody: readonly Face[]): Promise<Values> {
  const rows = await eyes.rows(service, allRows)
  return new Map(everybody.map((face) => [face, valuesOfFace(face, rows)]))
}

/** Rows that hold an id of the account, then those that hold what names such a row, until there are no more. */
function valuesOfFace(face: Face, rows: readonly Row[]): Map<string, string> {
  const ids = new Set(face.names)
  const own = new Set<Row>()
  for (let more = true; more;) {
    more = false
    for (const one of rows) {
      if (own.has(one) || !Object.values(one.row).some((value) => value !== null && ids.has(value))) continue
      own.add(one)
      more = true
      for (const key of one.keys) ids.add(one.row[key] ?? '')
    }
  }
  const values = new Map<string, string>()
  for (const { table, row } of own)
    for (const [column, value] of Object.entries(row))
      if (value !== null && isTelling(value)) values.set(value, `${table}.${column}`)
  return values
}

/** Yes, no and small numbers are everybody's, and so are times without a fraction of a second. */
function isTelling(value: string): boolean {
  return value.length > 4 && !/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+00:00)?$/.test(value)
}

async function allRows(sql: Sql): Promise<Row[]> {
  const tables = await sql<{ name: string; keys: string[] | null }[]>`
    select c.relname as name, (
      select array_agg(a.attname::text) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where i.indrelid = c.oid and i.indisunique and i.indnkeyatts = 1
    ) as keys
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = 'public' order by 1`
  const rows: Row[] = []
  for (const { name, keys } of tables)
    for (const { row } of await sql<{ row: Record<string, string | null> }[]>`
      select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(entry))) as row from ${sql(name)} entry`)
      rows.push({ table: name, row, keys: keys ?? [] })
  return rows
}
