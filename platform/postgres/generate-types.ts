import type { Sql } from 'postgres'

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly array: boolean
  readonly words: string[] | null
  readonly nullable: boolean
  readonly always: boolean
  readonly defaulted: boolean
}

/** How the driver hands over each type. Of others it gives text. */
const types: Readonly<Record<string, string>> = {
  int2: 'number',
  int4: 'number',
  float4: 'number',
  float8: 'number',
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'Date',
  timestamp: 'Date',
  timestamptz: 'Date',
  json: 'unknown',
  jsonb: 'unknown',
}

/** Writes the kysely schema of a migrated database: what `database/types.ts` of its service holds. */
export async function generateTypes(sql: Sql): Promise<string> {
  const tables = Map.groupBy(await readColumns(sql), ({ table }) => table)
  const lines: string[] = []
  for (const [table, columns] of tables)
    lines.push(`  ${propertyOf(table)}: {`, ...columns.map(lineOf), '  }')
  const used = ['Generated', 'GeneratedAlways'].filter((name) =>
    lines.some((line) => line.includes(`${name}<`)),
  )
  const imports = used.length === 0 ? '' : `import type { ${used.join(', ')} } from 'kysely'\n\n`
  const about = '/** Generated from the migrations by tools/generate-types.ts. */\n'
  return `${imports}${about}export interface Schema {${lines.map((line) => `\n${line}`).join('')}${lines.length > 0 ? '\n' : ''}}\n`
}

function readColumns(sql: Sql): Promise<Column[]> {
  return sql<Column[]>`
    select c.relname as table, a.attname as column, base.typname as type,
      t.typcategory = 'A' as array, not a.attnotnull as nullable,
      a.attidentity = 'a' or a.attgenerated <> '' as always, a.atthasdef or a.attidentity = 'd' as defaulted,
      (select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = base.oid) as words
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    join pg_type base on base.oid = case when t.typcategory = 'A' then t.typelem else t.oid end
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname collate "C", a.attnum`
}

function lineOf(column: Column): string {
  const one = column.words?.map((word) => `'${word}'`).join(' | ') ?? types[column.type] ?? 'string'
  const many = column.array ? (one.includes(' ') ? `(${one})[]` : `${one}[]`) : one
  const type = column.nullable && many !== 'unknown' ? `${many} | null` : many
  const wrapped = column.always ? `GeneratedAlways<${type}>` : column.defaulted ? `Generated<${type}>` : type
  return `    ${propertyOf(column.column)}: ${wrapped}`
}

function propertyOf(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : `'${name}'`
}
