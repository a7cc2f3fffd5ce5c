import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unwrapRow } from '../../services/keys/keyring/key-wrapping.ts'
import { unwrapKey } from '../../services/keys/sealing/wrap.ts'
import { filesBelow } from './files.ts'

/** A row of the keys service as somebody with an old copy of its table files would have it. */
export interface OldKeyRow {
  readonly id: string
  readonly kind: string
  readonly wrapping_key: string
  readonly wrapped: Buffer
}

/** Every wrapping key that can be had from a data directory: its files, and whatever looks like one in any other file. */
export async function carveWrappingKeys(directory: string): Promise<Map<string, KeyObject[]>> {
  const instance = await readFile(join(directory, 'keys/instance.key'))
  const instanceId = createHash('sha256')
    .update('id of an instance key:')
    .update(instance)
    .digest('hex')
    .slice(0, 16)
  const found = new Map<string, KeyObject[]>()
  const ids = new Set<string>()
  const wrapped = new Set<string>()
  for (const file of await filesBelow(directory)) {
    const name = /([0-9a-f]{3}-[0-9a-f]{16})\.key/.exec(file)?.[1]
    if (name !== undefined) ids.add(name)
    const text = (await readFile(join(directory, file)).catch(() => Buffer.alloc(0))).toString('latin1')
    for (const match of text.matchAll(/[0-9a-f]{3}-[0-9a-f]{16}/g)) ids.add(match[0])
    for (const match of text.matchAll(/"wrapped":"([A-Za-z0-9+/=]{40,120})"/g)) wrapped.add(match[1] ?? '')
  }
  const key = createSecretKey(instance)
  for (const id of ids)
    for (const one of wrapped) {
      const opened = attempt(() =>
        unwrapKey({ key, names: ['wrapping key', id, instanceId] }, Buffer.from(one, 'base64')),
      )
      if (opened) found.set(id, [...(found.get(id) ?? []), createSecretKey(opened)])
    }
  return found
}

/** The old keys that any of the carved wrapping keys opens, by key id. */
export function openOldKeys(
  rows: readonly OldKeyRow[],
  carved: ReadonlyMap<string, KeyObject[]>,
): Map<string, KeyObject> {
  const opened = new Map<string, KeyObject>()
  const wrappings = [...carved.values()].flat()
  for (const row of rows)
    for (const wrapping of wrappings) {
      const key = attempt(() => unwrapRow({ ...row }, wrapping))
      if (key) opened.set(row.id, key)
    }
  return opened
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
