import type { Table } from '@alles/platform/catalogue'
import type { Transaction } from '@alles/platform/postgres'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import { listSealedOf, updateSealed, type SealedPlace } from './reseal-store.ts'

/** What goes with the key instead. */
const written: ReadonlySet<string> = new Set([
  catalogue.tables.messages.name,
  catalogue.tables.message_edits.name,
  catalogue.tables.reactors.name,
  catalogue.tables.poll_votes.name,
])

/** Every column that a membership's key seals and that is not something it wrote, as the catalogue has them. */
export const ownPlaces: readonly SealedPlace[] = Object.values(catalogue.tables)
  .filter((table) => !written.has(table.name))
  .flatMap(placesOf)

function placesOf(table: Table): SealedPlace[] {
  const columns = Object.entries(table.columns).filter(([, spec]) => spec.sealed?.key === 'content')
  return columns.map(([column]) => {
    const { owner } = table
    if (owner === 'nobody' || !('through' in owner) || owner.through !== catalogue.tables.memberships.name)
      throw new Error(`${table.name}.${column} is sealed by a membership that its row does not name`)
    return { table: table.name, column, key: table.key, owner: owner.from }
  })
}

/** Seals with a membership's new key what its old one sealed, but for what it wrote, as part of `tx`. */
export async function resealOwn(
  chat: Chat,
  tx: Transaction<Schema>,
  { ref, keyId }: { readonly ref: string; readonly keyId: string },
): Promise<void> {
  for (const place of ownPlaces) {
    const rows = await listSealedOf(tx, place, ref)
    if (rows.length === 0) continue
    const table: Table = catalogue.tables[place.table as keyof typeof catalogue.tables]
    const column = place.column as never
    const opened = await chat.sealer.open<unknown>(table, column, rows)
    const items = rows.map(({ row }, index) => ({ row, key: keyId, value: opened[index] }))
    const sealed = await chat.sealer.seal(table, column, items)
    for (const [index, { row }] of rows.entries())
      await updateSealed(tx, place, { row, sealed: Buffer.from(sealed[index] ?? []) })
  }
}
