/**
 * The catalogue: every table and column a service stores, in one typed file per service. Export, erasure, retention,
 * sealing and the record of processing are derived from it; nothing about a person is stored that it does not name.
 */

/** What kind of data a column holds. Each category maps to one clause of the policy. */
export const categories = [
  'identifier', // ids, references, keyed hashes that find a row
  'profile', // what a person shows of themselves
  'contact', // addresses at which people can be reached
  'credential', // what proves who somebody is
  'session', // sign-ins
  'membership', // who is where, and with which role
  'message', // what people write, and when
  'community', // names, topics and settings of guilds and channels
  'preference', // settings people choose
  'request', // requests people make under their rights
  'key', // references to, and sealed forms of, encryption keys
  'operational', // what the program needs to run; about nobody
] as const
export type Category = (typeof categories)[number]

/** Why data is processed. There is no purpose of advertising, and none can be added without a clause. */
export const purposes = [
  'provide',
  'authenticate',
  'secure',
  'moderate',
  'export',
  'erase',
  'operate',
] as const
export type Purpose = (typeof purposes)[number]

/** Article 6(1) GDPR; `none` only for columns about nobody. */
export const bases = ['contract', 'consent', 'legal-obligation', 'legitimate-interest', 'none'] as const
export type Basis = (typeof bases)[number]

/**
 * How long a row stays.
 * - `account`: until its owner is erased.
 * - `parent`: as long as the row it belongs to (a foreign key that cascades).
 * - `after`: until `days` after the time in `column`; a job deletes it then. `days` may be 0 or a fraction.
 * - `instance`: as long as the instance runs; only for data about nobody.
 */
export type Retention = 'account' | 'parent' | 'instance' | { readonly after: string; readonly days: number }

/** Whose key seals a column; see the table of keys in ARCHITECTURE.md. */
export type KeyKind = 'person' | 'profile' | 'content' | 'guild' | 'index' | 'purpose'

/** How a sealed value turns into bytes and back. */
export type Encoding = 'text' | 'json' | 'bytes'

export interface Sealing {
  readonly key: KeyKind
  readonly as: Encoding
}

export interface ColumnSpec {
  /** What it is, in a sentence's worth of words. */
  readonly about: string
  readonly category: Category
  /** Sealed columns are `bytea` and hold only sealed values. Absent: stored in clear. */
  readonly sealed?: Sealing
  /** `value`: part of its owner's export. Otherwise why it is withheld. */
  readonly export: 'value' | { readonly withheld: string }
  /** The name of the call that corrects it, or why it is not for the person to correct. */
  readonly rectify: { readonly by: string } | { readonly fixed: string }
  /** For references to keys: which erasures destroy the key. */
  readonly destroys?: 'always' | 'everything'
}

/**
 * Whose rows these are.
 * - `nobody`: about no person.
 * - `{ person }`, `{ account }`, `{ guild }`, `{ contact }`: a column of this table holds the owner's id. A contact is the
 *   handle behind which a person's e-mail address is kept.
 * - `{ membership }`: a column holds the content key of a membership; whose that is, only chat knows.
 * - `{ through, from, to }`: the row belongs to whoever owns the row of table `through` whose column `to` equals this
 *   row's column `from`. Paths may be chained and end at one of the above.
 */
export type Owner =
  | 'nobody'
  | { readonly person: string }
  | { readonly account: string }
  | { readonly guild: string }
  | { readonly contact: string }
  | { readonly membership: string }
  | { readonly through: string; readonly from: string; readonly to: string }

/** What an erasure does with an owner's rows. `clear` sets columns to null and keeps the row. */
export type EraseRule = 'delete' | 'keep' | { readonly clear: readonly string[] }

/**
 * How a person asked to be erased. `pseudonymise`: conversations stay whole and nobody can tell who wrote them.
 * `everything`: what they wrote goes too.
 */
export type EraseMode = 'pseudonymise' | 'everything'

export interface TableSpec<
  Columns extends Readonly<Record<string, ColumnSpec>> = Readonly<Record<string, ColumnSpec>>,
> {
  readonly about: string
  /** Primary key, in order. Its values, joined by `:`, are the row id that sealed values are bound to. */
  readonly key: readonly string[]
  readonly owner: Owner
  readonly purpose: Purpose
  readonly basis: Basis
  readonly retention: Retention
  readonly erase: EraseRule | Readonly<Record<EraseMode, EraseRule>>
  readonly columns: Columns
}

export interface Table<
  Name extends string = string,
  Columns extends Readonly<Record<string, ColumnSpec>> = Readonly<Record<string, ColumnSpec>>,
> extends TableSpec<Columns> {
  readonly service: string
  readonly name: Name
}

/** Names of the columns of `T` that are declared sealed. */
export type SealedColumn<T extends Table> = {
  [C in keyof T['columns'] & string]: T['columns'][C] extends { readonly sealed: Sealing } ? C : never
}[keyof T['columns'] & string]

export interface Catalogue<Tables extends Readonly<Record<string, Table>> = Readonly<Record<string, Table>>> {
  readonly service: string
  readonly tables: Tables
}

type AnyColumns = Readonly<Record<string, ColumnSpec>>
type Declared<Specs extends Readonly<Record<string, TableSpec<AnyColumns>>>> = {
  readonly [Name in keyof Specs & string]: Table<Name, Specs[Name]['columns']>
}

/**
 * Declares what a service stores. Throws at import when the declaration contradicts itself, naming table and column:
 * an owner path that leads nowhere, a sealed column in a key, personal data without a basis, a purge by a column that
 * does not exist.
 */
export function defineCatalogue<const Specs extends Readonly<Record<string, TableSpec<AnyColumns>>>>(
  service: string,
  specs: Specs,
): Catalogue<Declared<Specs>> {
  const tables = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, { ...spec, service, name }]),
  )
  const faults = Object.values(tables).flatMap((table) => faultsOf(table, tables))
  if (faults.length > 0) throw new Error(`Catalogue of ${service}:\n  ${faults.join('\n  ')}`)
  return { service, tables: tables as Declared<Specs> }
}

function faultsOf(table: Table, tables: Readonly<Record<string, Table>>): string[] {
  const faults = [
    ...keyFaults(table),
    ...columnFaults(table),
    ...ruleFaults(table),
    ...ownerFaults(table, tables),
  ]
  if (table.basis === 'none' && table.owner !== 'nobody') faults.push('has an owner and no lawful basis')
  return faults.map((fault) => `${table.name}: ${fault}`)
}

function has(table: Table, column: string): boolean {
  return Object.hasOwn(table.columns, column)
}

function keyFaults(table: Table): string[] {
  const strange = table.key.filter((column) => !has(table, column))
  const sealed = table.key.filter((column) => table.columns[column]?.sealed)
  return [
    ...strange.map((column) => `its key names ${column}, which is not a column`),
    ...sealed.map((column) => `${column} is in the key and sealed`),
  ]
}

function columnFaults(table: Table): string[] {
  const faults: string[] = []
  for (const [name, column] of Object.entries(table.columns)) {
    if (column.destroys && column.category !== 'key')
      faults.push(`${name} destroys a key and is not of category key`)
    if (column.sealed && table.owner === 'nobody') faults.push(`${name} is sealed and the table has no owner`)
  }
  return faults
}

function ruleFaults(table: Table): string[] {
  const cleared = rulesOf(table).flatMap((rule) => (typeof rule === 'object' ? rule.clear : []))
  const faults = cleared
    .filter((column) => !has(table, column))
    .map((column) => `clears ${column}, which is not a column`)
  if (typeof table.retention === 'object' && !has(table, table.retention.after))
    faults.push(`is kept by ${table.retention.after}, which is not a column`)
  return faults
}

function rulesOf(table: Table): EraseRule[] {
  const rule = table.erase
  return typeof rule === 'object' && 'everything' in rule ? [rule.everything, rule.pseudonymise] : [rule]
}

function ownerFaults(table: Table, tables: Readonly<Record<string, Table>>): string[] {
  const seen = new Set<string>()
  let at = table
  for (;;) {
    const owner = at.owner
    if (owner === 'nobody')
      return at === table ? [] : [`its owner path ends at ${at.name}, which has no owner`]
    const column = 'through' in owner ? owner.from : Object.values(owner)[0]
    if (column === undefined || !Object.hasOwn(at.columns, column))
      return [`its owner path uses ${at.name}.${column}, which is not a column`]
    if (!('through' in owner)) return []
    const next = tables[owner.through]
    if (!next) return [`its owner path goes through ${owner.through}, which is not a table here`]
    if (!Object.hasOwn(next.columns, owner.to))
      return [`its owner path uses ${next.name}.${owner.to}, which is not a column`]
    if (seen.has(next.name)) return [`its owner path goes in a circle`]
    seen.add(next.name)
    at = next
  }
}

/** What an erasure in `mode` does with this table. */
export function eraseRule(table: Table, mode: EraseMode): EraseRule {
  const rule = table.erase
  return typeof rule === 'object' && 'everything' in rule ? rule[mode] : rule
}
