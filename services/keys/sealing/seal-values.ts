import type { KeyObject } from 'node:crypto'
import type { Place } from '../contract/index.ts'
import type { Keys } from '../keys.ts'
import { keyIdOf } from './value-cipher.ts'

/** There is no such key: never made, or destroyed. */
export class KeyMissing extends Error {
  override name = 'KeyMissing'

  constructor(place: Place) {
    super(`the key that is to seal ${place.table}.${place.column} does not exist`)
  }
}

export interface ToSeal {
  readonly key: string
  readonly place: Place
  readonly plain: Uint8Array
}

export interface ToOpen {
  readonly place: Place
  readonly sealed: Uint8Array
}

/** Seals values in order. Throws `KeyMissing`. */
export async function sealValues(keys: Keys, items: readonly ToSeal[]): Promise<Uint8Array[]> {
  const ids = items.map((item) => item.key)
  const opened = await findAll(keys, ids)
  return items.map((item, index) => {
    const key = opened[index]
    if (!key) throw new KeyMissing(item.place)
    return keys.cipher.seal({ id: item.key, key }, item.place, item.plain)
  })
}

/** Opens values in order; null where the key is gone. Throws `SealedValueBroken`. */
export async function openValues(keys: Keys, items: readonly ToOpen[]): Promise<(Uint8Array | null)[]> {
  const ids = items.map((item) => keyIdOf(item.place, item.sealed))
  const opened = await findAll(keys, ids)
  return items.map((item, index) => {
    const key = opened[index]
    return key ? keys.cipher.open(key, item.place, item.sealed) : null
  })
}

/** The keys of these ids, in order; undefined where one is gone. */
export async function findAll(keys: Keys, ids: readonly string[]): Promise<(KeyObject | undefined)[]> {
  const found = ids.map((id) => keys.keyring.find(id))
  const missing = ids.filter((_, index) => !found[index])
  if (missing.length === 0) return found
  const loaded = await keys.keyring.load(missing)
  return found.map((key, index) => key ?? loaded.get(ids[index] ?? ''))
}
