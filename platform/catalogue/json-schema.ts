import type { ColumnSpec, Table } from './declaration.ts'
import { exportedColumns } from './export.ts'
import type { LiveColumn } from './live-columns.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * Describes a line of a table's export as a JSON Schema (draft 2020-12). With the live columns of the database it names
 * their types too.
 */
export function jsonSchemaOf(table: Table, live: readonly LiveColumn[] = []): JsonSchema {
  const names = exportedColumns(table)
  const types = new Map(
    live.filter((column) => column.table === table.name).map((column) => [column.column, column]),
  )
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${table.service}.${table.name}`,
    description: table.about,
    type: 'object',
    additionalProperties: false,
    required: names,
    properties: Object.fromEntries(
      names.map((name) => {
        const column = table.columns[name] as ColumnSpec
        return [name, { description: column.about, ...shapeOf(column, types.get(name)) }]
      }),
    ),
  }
}

function shapeOf(column: ColumnSpec, live: LiveColumn | undefined): JsonSchema {
  if (column.sealed) return sealedShape[column.sealed.as]
  if (!live) return {}
  const shape = shapes[live.type] ?? { type: 'string' }
  return live.nullable ? nullable(shape) : shape
}

/** Sealed values may always be null: their key may have been destroyed. */
const sealedShape = {
  text: { type: ['string', 'null'] },
  json: {},
  bytes: { type: ['string', 'null'], contentEncoding: 'base64' },
} as const satisfies Record<string, JsonSchema>

const shapes: Readonly<Record<string, JsonSchema>> = {
  bigint: { type: 'string', pattern: '^-?\\d+$' },
  integer: { type: 'integer' },
  smallint: { type: 'integer' },
  real: { type: 'number' },
  'double precision': { type: 'number' },
  boolean: { type: 'boolean' },
  bytea: { type: 'string', contentEncoding: 'base64' },
  'timestamp with time zone': { type: 'string', format: 'date-time' },
  json: {},
  jsonb: {},
}

function nullable(shape: JsonSchema): JsonSchema {
  return typeof shape.type === 'string' ? { ...shape, type: [shape.type, 'null'] } : shape
}
