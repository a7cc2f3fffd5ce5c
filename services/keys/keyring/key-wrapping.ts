import { createSecretKey, type KeyObject } from 'node:crypto'
import { unwrapKey, wrapKey } from '../sealing/wrap.ts'
import type { KeyRow } from './key-store.ts'

interface Wrapping {
  readonly id: string
  readonly key: KeyObject
}

/** A row for a key; the bytes are the caller's to clear. */
export function wrapRow(key: { id: string; kind: string; bytes: Uint8Array }, by: Wrapping): KeyRow {
  const wrapped = wrapKey({ key: by.key, names: namesOf(key, by.id) }, key.bytes)
  return { id: key.id, kind: key.kind, wrapping_key: by.id, wrapped }
}

export function unwrapRow(row: KeyRow, by: KeyObject): KeyObject {
  const bytes = unwrapKey({ key: by, names: namesOf(row, row.wrapping_key) }, row.wrapped)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

/** The same key under another wrapping key. */
export function rewrapRow(row: KeyRow, from: KeyObject, to: Wrapping): KeyRow {
  const bytes = unwrapKey({ key: from, names: namesOf(row, row.wrapping_key) }, row.wrapped)
  const again = wrapRow({ id: row.id, kind: row.kind, bytes }, to)
  bytes.fill(0)
  return again
}

function namesOf(key: { id: string; kind: string }, wrapping: string): string[] {
  return ['key', key.id, key.kind, wrapping]
}
