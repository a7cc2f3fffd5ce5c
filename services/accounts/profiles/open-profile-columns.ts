import type { Sealer } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import type { AccountRow } from '../people/account-store.ts'

type ProfileColumn = 'username' | 'display_name' | 'bio' | 'pronouns'

/**
 * Opens sealed columns of accounts, in the order of the rows; null where nothing is stored or the key has been
 * destroyed.
 */
export async function openProfileColumns<C extends ProfileColumn>(
  sealer: Sealer,
  rows: readonly Pick<AccountRow, 'id' | C>[],
  columns: readonly C[],
): Promise<Record<C, string | null>[]> {
  const opened = await Promise.all(columns.map((column) => openColumn(sealer, rows, column)))
  return rows.map(
    (_, row) =>
      Object.fromEntries(columns.map((column, index) => [column, opened[index]?.[row] ?? null])) as Record<
        C,
        string | null
      >,
  )
}

async function openColumn<C extends ProfileColumn>(
  sealer: Sealer,
  rows: readonly Pick<AccountRow, 'id' | C>[],
  column: C,
): Promise<(string | null)[]> {
  const filled = rows.flatMap((row, index) => {
    const sealed: Buffer | null = row[column]
    return sealed ? [{ index, item: { row: row.id, sealed } }] : []
  })
  const items = filled.map(({ item }) => item)
  const texts = await sealer.open(catalogue.tables.accounts, column, items)
  const at = new Map(filled.map(({ index }, position) => [index, texts[position] ?? null]))
  return rows.map((_, index) => at.get(index) ?? null)
}
