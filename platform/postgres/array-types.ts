import type { PostgresType } from 'postgres'

/** Types of PostgreSQL by their numbers, each with the number of its array and how one element is written and read. */
interface Element {
  readonly one: number
  readonly many: number
  /** As it stands between the commas of an array. */
  readonly write: (value: unknown) => string
  readonly read: (text: string) => unknown
}

const text = {
  write: (value: unknown) => quoted(String(value)),
  read: (value: string): unknown => value,
}
const digits = { write: (value: unknown) => `"${String(value)}"`, read: (value: string): unknown => value }
const number = { write: String, read: Number }
const time = {
  write: (value: unknown) => `"${new Date(value as Date).toISOString()}"`,
  read: (value: string) => new Date(value),
}
const json = {
  write: (value: unknown) => quoted(jsonText(value)),
  read: (value: string): unknown => JSON.parse(value),
}
const bytes = {
  write(value: unknown) {
    const { buffer, byteOffset, byteLength } = value as Uint8Array
    return `"\\\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}"`
  },
  read: (value: string) => Buffer.from(value.slice(2), 'hex'),
}
const truth = {
  write: (value: unknown) => (value === true ? 't' : 'f'),
  read: (value: string) => value === 't',
}

const elements: readonly Element[] = [
  { one: 16, many: 1000, ...truth },
  { one: 17, many: 1001, ...bytes },
  { one: 19, many: 1003, ...text }, // name
  { one: 20, many: 1016, ...digits }, // int8
  { one: 21, many: 1005, ...number },
  { one: 23, many: 1007, ...number },
  { one: 25, many: 1009, ...text },
  { one: 114, many: 199, ...json },
  { one: 700, many: 1021, ...number },
  { one: 701, many: 1022, ...number },
  { one: 1043, many: 1015, ...text }, // varchar
  { one: 1082, many: 1182, ...time },
  { one: 1114, many: 1115, ...time },
  { one: 1184, many: 1185, ...time },
  { one: 1700, many: 1231, ...digits }, // numeric
  { one: 2950, many: 2951, ...text }, // uuid
  { one: 3802, many: 3807, ...json },
]

/** Text is taken as JSON that is already written, so that nothing is written twice. */
export function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * Arrays, declared beforehand: the driver would ask the server about them on every new connection, and end the process
 * when the connection is lost at that moment.
 */
export const arrayTypes: Readonly<Record<string, PostgresType>> = Object.fromEntries(
  elements.map(({ many, write, read }) => [
    `array${many}`,
    {
      to: many,
      from: [many],
      serialize: (value: unknown) => writeArray(value, write),
      parse: (value: string) => readArray(value, read),
    },
  ]),
)

/** From the number of a type to that of its array, as the driver keeps it. */
export const arrayOf: Readonly<Record<number, number>> = Object.fromEntries(
  elements.map(({ one, many }) => [one, many]),
)

function writeArray(value: unknown, write: Element['write']): string {
  // Text is an array that is already written.
  if (!Array.isArray(value)) return String(value)
  return `{${value.map((element: unknown) => writeElement(element, write)).join(',')}}`
}

function writeElement(element: unknown, write: Element['write']): string {
  if (element === null || element === undefined) return 'NULL'
  return write(element)
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** Arrays of one dimension: no column of ours has more. */
function readArray(value: string, read: Element['read']): unknown[] {
  const inner = value.slice(1, -1)
  if (inner === '') return []
  const parts = inner.includes('"') ? inner.match(/"(?:[^"\\]|\\.)*"|[^,]+/gs) : inner.split(',')
  return (parts ?? []).map((part) => (part === 'NULL' ? null : read(unquoted(part))))
}

function unquoted(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replace(/\\(.)/gs, '$1') : part
}
