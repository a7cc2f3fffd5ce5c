import type { Catalogue, Table } from './declaration.ts'

/** Whose rows are exported or erased. */
export interface Subject {
  readonly kind: 'person' | 'account' | 'guild' | 'contact' | 'membership'
  readonly id: string
}

/** How to tell a subject's rows of one table. */
export interface Ownership {
  /** At what kind of owner the path of the table ends. */
  readonly kind: Subject['kind']
  /** How many other tables the path goes through. */
  readonly depth: number
  /** A condition over the table's rows in which `$1` stands for the owner's id. */
  readonly condition: string
}

/** A table together with who owns its rows. */
export interface OwnedTable<T extends Table = Table> {
  readonly table: T
  readonly ownership: Ownership
}

type TableOf<C extends Catalogue> = C['tables'][keyof C['tables'] & string]

/** A name as SQL, whatever characters it has. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Who owns the rows of `table`; null where they are about nobody. */
export function ownershipOf(catalogue: Catalogue, table: Table): Ownership | null {
  const owner = table.owner
  if (owner === 'nobody') return null
  if ('person' in owner) return direct('person', owner.person)
  if ('account' in owner) return direct('account', owner.account)
  if ('guild' in owner) return direct('guild', owner.guild)
  if ('contact' in owner) return direct('contact', owner.contact)
  if ('membership' in owner) return direct('membership', owner.membership)
  const next = catalogue.tables[owner.through]
  const further = next && ownershipOf(catalogue, next)
  if (!further) return null
  return {
    kind: further.kind,
    depth: further.depth + 1,
    condition: `${quoted(owner.from)} in (select ${quoted(owner.to)} from ${quoted(owner.through)} where ${further.condition})`,
  }
}

function direct(kind: Subject['kind'], column: string): Ownership {
  return { kind, depth: 0, condition: `${quoted(column)} = $1` }
}

/**
 * The tables in which a subject of this kind owns rows. A table that is reached through another stands before it, so
 * that whoever changes rows in this order never cuts a path before it was walked.
 */
export function tablesOwnedBy<C extends Catalogue>(
  catalogue: C,
  kind: Subject['kind'],
): OwnedTable<TableOf<C>>[] {
  return (Object.values(catalogue.tables) as TableOf<C>[])
    .map((table) => ({ table, ownership: ownershipOf(catalogue, table) }))
    .filter((owned): owned is OwnedTable<TableOf<C>> => owned.ownership?.kind === kind)
    .toSorted((a, b) => b.ownership.depth - a.ownership.depth)
}

/** Columns as SQL, separated by commas. */
export function quotedList(columns: readonly string[]): string {
  return columns.map(quoted).join(', ')
}
