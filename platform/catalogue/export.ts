import type { Connection } from '../postgres/index.ts'
import type { Catalogue, Table } from './declaration.ts'
import { quoted, quotedList, tablesOwnedBy, type OwnedTable, type Subject } from './ownership.ts'
import type { Sealer } from './sealing.ts'

const perPage = 500

/** A value as an export holds it: times in ISO 8601, 64-bit numbers as strings, bytes in base64. */
export type ExportedValue = string | number | boolean | null | object

export type ExportedRow = Readonly<Record<string, ExportedValue>>

/** Some rows of one table. A table with many rows comes in several of these, one after the other. */
export interface ExportedRows<T extends Table = Table> {
  readonly table: T
  readonly rows: readonly ExportedRow[]
}

type LiveRow = Record<string, unknown>

/**
 * Everything a subject owns in one service, table by table and page by page, so that no subject is too big for memory.
 * Sealed values are opened, and null where their key has been destroyed. Columns the catalogue withholds are left out.
 * Reads live data: rows that are added meanwhile may or may not be among it.
 */
export async function* exportRows<C extends Catalogue>(
  database: Connection,
  { catalogue, sealer }: { readonly catalogue: C; readonly sealer: Sealer },
  subject: Subject,
): AsyncGenerator<ExportedRows<C['tables'][keyof C['tables'] & string]>> {
  for (const owned of tablesOwnedBy(catalogue, subject.kind))
    for await (const rows of exportTable(database, { owned, sealer }, subject))
      yield { table: owned.table, rows }
}

/** The same for one table, whose owner must be of the subject's kind. */
export async function* exportTable(
  database: Connection,
  { owned, sealer }: { readonly owned: OwnedTable; readonly sealer: Sealer },
  subject: Subject,
): AsyncGenerator<readonly ExportedRow[]> {
  for await (const page of pagesOf(database, owned, subject.id))
    yield await present(owned.table, sealer, page)
}

/** Names of the columns that are part of their owner's export. */
export function exportedColumns(table: Table): string[] {
  return Object.keys(table.columns).filter((name) => table.columns[name]?.export === 'value')
}

const keyAlias = (index: number) => `key ${index}`
const typeAlias = (index: number) => `type ${index}`

async function* pagesOf(database: Connection, owned: OwnedTable, id: string): AsyncGenerator<LiveRow[]> {
  const { table, ownership } = owned
  // Keys travel as text, there and back: a time read or sent as a date would lose its microseconds.
  const keys = table.key.flatMap((column, index) => [
    `${quoted(column)}::text as ${quoted(keyAlias(index))}`,
    `pg_typeof(${quoted(column)})::text as ${quoted(typeAlias(index))}`,
  ])
  const select = `select ${[...exportedColumns(table).map(quoted), ...keys].join(', ')} from ${quoted(table.name)}`
  const key = quotedList(table.key)
  let last: LiveRow | undefined
  for (;;) {
    const rows: LiveRow[] = await database.sql.unsafe<LiveRow[]>(
      `${select} where ${ownership.condition} ${last ? `and (${key}) > (${keyParameters(table, last)})` : ''}
       order by ${key} limit ${perPage}`,
      [id, ...(last ? keyOf(table, last) : [])],
    )
    if (rows.length > 0) yield rows
    if (rows.length < perPage) return
    last = rows.at(-1)
  }
}

function keyParameters(table: Table, last: LiveRow): string {
  return table.key.map((_, index) => `$${index + 2}::text::${last[typeAlias(index)] as string}`).join(', ')
}

function keyOf(table: Table, row: LiveRow): string[] {
  return table.key.map((_, index) => row[keyAlias(index)] as string)
}

async function present(table: Table, sealer: Sealer, page: readonly LiveRow[]): Promise<ExportedRow[]> {
  const names = exportedColumns(table)
  const columns = new Map<string, unknown[]>()
  for (const name of names) columns.set(name, await openColumn({ table, name }, sealer, page))
  return page.map((_, index) =>
    Object.fromEntries(names.map((name) => [name, exported(columns.get(name)?.[index])])),
  )
}

async function openColumn(
  { table, name }: { table: Table; name: string },
  sealer: Sealer,
  page: readonly LiveRow[],
): Promise<unknown[]> {
  if (!table.columns[name]?.sealed) return page.map((row) => row[name])
  const filled = page.filter((row) => row[name] !== null)
  const items = filled.map((row) => ({
    row: keyOf(table, row).join(':'),
    sealed: row[name] as Uint8Array,
  }))
  // The compiler knows sealed columns of declared tables only; this one was looked up above.
  const opened = await sealer.open<unknown>(table, name as never, items)
  const byRow = new Map(filled.map((row, index) => [row, opened[index]]))
  return page.map((row) => byRow.get(row) ?? null)
}

function exported(value: unknown): ExportedValue {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'bigint') return value.toString()
  return value
}
