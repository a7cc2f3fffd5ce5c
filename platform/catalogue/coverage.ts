import type { Connection, Database } from '../postgres/index.ts'
import { eraseRule, type Catalogue, type Table } from './declaration.ts'
import { listLiveColumns, type LiveColumn } from './live-columns.ts'
import { quoted } from './ownership.ts'

/** Bytes of a sealed value with nothing in it: version, key id, nonce, tag. */
const shortestSealed = 37

/**
 * Compares a live database with its catalogue, both ways. Each fault is one sentence that names table and column and
 * says what to do; none means that nothing is stored that the catalogue does not name.
 */
export async function coverage(database: Connection, catalogue: Catalogue): Promise<string[]> {
  const live = Map.groupBy(await listLiveColumns(database), (column) => column.table)
  const faults: string[] = []
  for (const [name, columns] of live) {
    const table = catalogue.tables[name]
    if (table) faults.push(...faultsOfTable(table, columns))
    else
      faults.push(
        `${catalogue.service}.${name} is a table without an entry in the catalogue: declare it or drop it.`,
      )
  }
  for (const name of Object.keys(catalogue.tables))
    if (!live.has(name))
      faults.push(
        `${catalogue.service}.${name} is in the catalogue and not in the database: create it or remove its entry.`,
      )
  return faults
}

function faultsOfTable(table: Table, live: readonly LiveColumn[]): string[] {
  const at = (column: string) => `${table.service}.${table.name}.${column}`
  const byName = new Map(live.map((column) => [column.column, column]))
  const faults: string[] = []
  for (const { column } of live)
    if (!table.columns[column])
      faults.push(`${at(column)} is a column without an entry in the catalogue: declare it or drop it.`)
  for (const [name, column] of Object.entries(table.columns)) {
    const found = byName.get(name)
    if (!found)
      faults.push(`${at(name)} is in the catalogue and not in the database: create it or remove its entry.`)
    else if (column.sealed && found.type !== 'bytea')
      faults.push(`${at(name)} is declared sealed and is ${found.type}: make it bytea.`)
  }
  return [...faults, ...ruleFaults(table, byName)]
}

/** Rules that the database could not carry out. */
function ruleFaults(table: Table, live: ReadonlyMap<string, LiveColumn>): string[] {
  const at = (column: string) => `${table.service}.${table.name}.${column}`
  const faults = keyFaults(table, live)
  const rules = (['pseudonymise', 'everything'] as const).map((mode) => eraseRule(table, mode))
  for (const column of new Set(rules.flatMap((rule) => (typeof rule === 'object' ? rule.clear : []))))
    if (live.get(column)?.nullable === false)
      faults.push(`${at(column)} is cleared by an erasure and not nullable: drop its "not null".`)
  if (typeof table.retention === 'object') {
    const type = live.get(table.retention.after)?.type
    if (type !== undefined && !/^(timestamp|date)/.test(type))
      faults.push(`${at(table.retention.after)} decides how long rows stay and is ${type}: make it a time.`)
  }
  return faults
}

/** The key is what rows are paged by and sealed values are bound to, by its text. */
function keyFaults(table: Table, live: ReadonlyMap<string, LiveColumn>): string[] {
  const name = `${table.service}.${table.name}`
  const faults: string[] = []
  const key = [...live.values()]
    .filter((column) => column.keyPosition !== null)
    .toSorted((a, b) => (a.keyPosition ?? 0) - (b.keyPosition ?? 0))
  const columns = key.map(({ column }) => column).join(', ')
  if (columns !== table.key.join(', '))
    faults.push(
      `${name} has the primary key (${columns}) and declares (${table.key.join(', ')}): make them the same.`,
    )
  if (!Object.values(table.columns).some((column) => column.sealed)) return faults
  for (const { column, type } of key)
    if (/^(timestamp|date|time|interval|real|double|numeric)/.test(type))
      faults.push(
        `${name}.${column} is part of what sealed values are bound to and is ${type}: key the table by ids.`,
      )
  return faults
}

/** Values of one sealed column that do not have the form of a sealed value. */
export interface UnsealedValues {
  readonly table: string
  readonly column: string
  readonly count: number
}

/**
 * Looks through every sealed column of the running system for values without the header of a sealed value: version
 * byte 1, 37 bytes at least. The answer must be empty. Reads whole tables: for checks, not for requests.
 */
export async function unsealedValues(database: Database, catalogue: Catalogue): Promise<UnsealedValues[]> {
  const found: UnsealedValues[] = []
  for (const table of Object.values(catalogue.tables))
    for (const [column, spec] of Object.entries(table.columns)) {
      const count = spec.sealed ? await countUnsealed(database, table, column) : 0
      if (count > 0) found.push({ table: table.name, column, count })
    }
  return found
}

async function countUnsealed(database: Database, table: Table, column: string): Promise<number> {
  const value = quoted(column)
  return database.transaction(async ({ sql }) => {
    await sql`set local statement_timeout = 0`
    const [row] = await sql.unsafe<{ count: string }[]>(
      `select count(*) as count from ${quoted(table.name)}
       where octet_length(${value}) < ${shortestSealed} or substr(${value}, 1, 1) <> '\\x01'`,
    )
    return Number(row?.count ?? 0)
  })
}

/**
 * What a catalogue says that is not so, as far as can be told without a database: a `rectify.by` that names no call.
 * `callNames` are the names of all calls of this instance.
 */
export function catalogueFaults(catalogue: Catalogue, callNames: ReadonlySet<string>): string[] {
  return Object.values(catalogue.tables).flatMap((table) =>
    Object.entries(table.columns).flatMap(([name, { rectify }]) =>
      'by' in rectify && !callNames.has(rectify.by)
        ? [
            `${table.service}.${table.name}.${name} is corrected by ${rectify.by}, which is no call: name the one that does.`,
          ]
        : [],
    ),
  )
}
