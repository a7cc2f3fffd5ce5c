import type { Connection } from '../postgres/index.ts'
import { eraseRule, type Catalogue, type EraseMode, type EraseRule, type Table } from './declaration.ts'
import { quoted, quotedList, tablesOwnedBy, type OwnedTable, type Subject } from './ownership.ts'

/** A small statement each, so that no other work waits long. */
const perBatch = 2_000
const keysPerPage = 5_000

/** How many rows were changed, by table. */
export type RowCounts<C extends Catalogue = Catalogue> = {
  readonly [Name in keyof C['tables'] & string]?: number
}

/** What is to be erased, and how. */
export interface Erasure {
  readonly subject: Subject
  readonly mode: EraseMode
}

/**
 * Deletes or clears the rows a subject owns in one service, as each table's `erase` says. Tables that are reached
 * through others come first. In batches, each lasting by itself: run it again after an interruption and it goes on.
 */
export async function eraseRows<C extends Catalogue>(
  database: Connection,
  catalogue: C,
  { subject, mode }: Erasure,
): Promise<RowCounts<C>> {
  const counts: Record<string, number> = {}
  for (const owned of tablesOwnedBy(catalogue, subject.kind)) {
    const change = changeOf(owned, eraseRule(owned.table, mode))
    if (change === null) continue
    counts[owned.table.name] = await inBatches(database, change, [subject.id])
  }
  return counts as RowCounts<C>
}

interface Change {
  readonly table: Table
  /** `delete from …` or `update … set …`, without its condition. */
  readonly statement: string
  readonly condition: string
}

function changeOf({ table, ownership }: OwnedTable, rule: EraseRule): Change | null {
  if (rule === 'keep') return null
  if (rule === 'delete') return deletion(table, ownership.condition)
  const columns = rule.clear.map(quoted)
  return {
    table,
    statement: `update ${quoted(table.name)} set ${columns.map((column) => `${column} = null`).join(', ')}`,
    condition: `${ownership.condition} and (${columns.map((column) => `${column} is not null`).join(' or ')})`,
  }
}

export function deletion(table: Table, condition: string): Change {
  return { table, statement: `delete from ${quoted(table.name)}`, condition }
}

/** Carries a change out on some rows at a time until it finds none. */
export async function inBatches(
  database: Connection,
  { table, statement, condition }: Change,
  values: readonly (string | Date)[],
): Promise<number> {
  const key = quotedList(table.key)
  const text = `${statement} where (${key}) in (
    select ${key} from ${quoted(table.name)} where ${condition} limit ${perBatch})`
  let total = 0
  for (;;) {
    const { count } = await database.sql.unsafe(text, [...values])
    total += count
    if (count === 0) return total
  }
}

/**
 * Ids of the keys that an erasure destroys, found in the rows the subject still owns. Destroy them first and erase the
 * rows after: interrupted in between, the rows still name the keys.
 */
export async function keysToDestroy(
  database: Connection,
  catalogue: Catalogue,
  { subject, mode }: Erasure,
): Promise<string[]> {
  const ids = new Set<string>()
  const references = tablesOwnedBy(catalogue, subject.kind).flatMap((owned) =>
    Object.entries(owned.table.columns)
      .filter(([, { destroys }]) => destroys === 'always' || destroys === mode)
      .map(([column]) => ({ owned, column })),
  )
  for (const reference of references)
    for await (const id of keysIn(database, reference, subject.id)) ids.add(id)
  return [...ids]
}

async function* keysIn(
  database: Connection,
  { owned, column }: { owned: OwnedTable; column: string },
  subjectId: string,
): AsyncGenerator<string> {
  const name = quoted(column)
  let after: string | null = null
  for (;;) {
    const rows: { id: string }[] = await database.sql.unsafe<{ id: string }[]>(
      `select distinct ${name} as id from ${quoted(owned.table.name)}
       where ${owned.ownership.condition} and ${name} is not null ${after === null ? '' : `and ${name} > $2`}
       order by ${name} limit ${keysPerPage}`,
      after === null ? [subjectId] : [subjectId, after],
    )
    for (const { id } of rows) yield id
    const last = rows.at(-1)
    if (!last || rows.length < keysPerPage) return
    after = last.id
  }
}
