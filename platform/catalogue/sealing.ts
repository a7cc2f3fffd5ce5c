import type { Encoding, SealedColumn, Table } from './declaration.ts'

/** Where a sealed value stands. It is bound to this place: moved anywhere else, it does not open. */
export interface Place {
  readonly table: string
  readonly column: string
  readonly row: string
}

/** What seals and opens; the keys service is one. `open` gives null where the key has been destroyed. */
export interface KeyHolder {
  seal(input: { items: { key: string; place: Place; plain: Uint8Array }[] }): Promise<Uint8Array[]>
  open(input: { items: { place: Place; sealed: Uint8Array }[] }): Promise<(Uint8Array | null)[]>
}

/** A value to seal: the row's key values joined by `:`, the id of the key, and the value in the column's encoding. */
export interface ToSeal {
  readonly row: string
  readonly key: string
  readonly value: unknown
}

export interface ToOpen {
  readonly row: string
  readonly sealed: Uint8Array
}

/** Seals and opens columns of one catalogue; the compiler refuses a column that is not declared sealed. */
export interface Sealer {
  seal<T extends Table>(table: T, column: SealedColumn<T>, items: readonly ToSeal[]): Promise<Uint8Array[]>
  /** In order; null where the key has been destroyed. Throws when a value was moved or changed. */
  open<V = string, T extends Table = Table>(
    table: T,
    column: SealedColumn<T>,
    items: readonly ToOpen[],
  ): Promise<(V | null)[]>
}

export function createSealer(keys: KeyHolder): Sealer {
  return {
    async seal(table, column, items) {
      if (items.length === 0) return []
      const encoding = encodingOf(table, column)
      return keys.seal({
        items: items.map((item) => ({
          key: item.key,
          place: placeOf(table, column, item.row),
          plain: encode(encoding, item.value),
        })),
      })
    },
    async open<V>(table: Table, column: string, items: readonly ToOpen[]) {
      if (items.length === 0) return []
      const encoding = encodingOf(table, column)
      const opened = await keys.open({
        items: items.map((item) => ({ place: placeOf(table, column, item.row), sealed: item.sealed })),
      })
      return opened.map((plain) => (plain === null ? null : (decode(encoding, plain) as V)))
    },
  }
}

function placeOf(table: Table, column: string, row: string): Place {
  return { table: `${table.service}.${table.name}`, column, row }
}

function encodingOf(table: Table, column: string): Encoding {
  const sealing = table.columns[column]?.sealed
  if (!sealing) throw new Error(`${table.service}.${table.name}.${column} is not declared sealed`)
  return sealing.as
}

function encode(encoding: Encoding, value: unknown): Uint8Array {
  if (encoding === 'bytes') return value as Uint8Array
  return Buffer.from(encoding === 'json' ? JSON.stringify(value) : (value as string), 'utf8')
}

function decode(encoding: Encoding, plain: Uint8Array): unknown {
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
  if (encoding === 'bytes') return bytes
  const text = bytes.toString('utf8')
  return encoding === 'json' ? JSON.parse(text) : text
}
