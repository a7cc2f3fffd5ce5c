import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** A column of the catalogue, and the columns of its table that hold the key and the membership. */
export interface SealedPlace {
  readonly table: string
  readonly column: string
  readonly key: readonly string[]
  readonly owner: string
}

export interface SealedRow {
  /** Key values joined by `:`. */
  readonly row: string
  readonly sealed: Buffer
}

const separator = ':'

/** What a membership has in a sealed column; nobody else changes these rows until `tx` ends. */
export async function listSealedOf(
  { sql }: Transaction<Schema>,
  place: SealedPlace,
  ref: string,
): Promise<SealedRow[]> {
  const names: string[] = [...place.key, place.column]
  const rows = await sql<Record<string, unknown>[]>`
    select ${sql(names)} from ${sql(place.table)}
    where ${sql(place.owner)} = ${ref} and ${sql(place.column)} is not null for update`
  return rows.map((row) => ({
    row: place.key.map((name) => String(row[name])).join(separator),
    sealed: row[place.column] as Buffer,
  }))
}

export async function updateSealed(
  { sql }: Transaction<Schema>,
  place: SealedPlace,
  { row, sealed }: SealedRow,
): Promise<void> {
  const values = row.split(separator)
  let where = sql`true`
  for (const [index, name] of place.key.entries())
    where = sql`${where} and ${sql(name)} = ${values[index] ?? ''}`
  await sql`update ${sql(place.table)} set ${sql(place.column)} = ${sealed} where ${where}`
}
