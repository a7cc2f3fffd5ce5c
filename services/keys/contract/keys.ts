import { command, query, z } from '@alles/platform/contract'

/** The id of a key: a random positive 63-bit number as a decimal string. It says nothing about whose key it is. */
export const KeyId = z.string().regex(/^[1-9]\d{0,18}$/, 'is not a key id')
export type KeyId = z.infer<typeof KeyId>

/**
 * What a key seals. `person`: second factors, technical data. `profile`: what an account shows of itself. `content`:
 * what one membership writes. `guild`: names and topics of a guild. `index`: search tokens of a guild.
 */
export const KeyKind = z.enum(['person', 'profile', 'content', 'guild', 'index'])
export type KeyKind = z.infer<typeof KeyKind>

/** Where a sealed value stands; it opens nowhere else. `row` is the row's key values joined by `:`. */
export const Place = z.object({ table: z.string(), column: z.string(), row: z.string() })
export type Place = z.infer<typeof Place>

/** What a lookup index is for. Equal values have equal indexes only within one purpose. */
export const IndexPurpose = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'is not the name of a purpose')

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'are not bytes')

export const create = command('keys.create', {
  about:
    'Makes keys. Without `id` each gets a random one; with one that exists already, nothing changes: safe to repeat.',
  caller: 'internal',
  input: z.object({ keys: z.array(z.object({ kind: KeyKind, id: KeyId.optional() })).max(10_000) }),
  output: z.object({ ids: z.array(KeyId) }),
})

export const seal = command('keys.seal', {
  about:
    'Seals values, each with its key and bound to its place. Throws `KeyMissing` when a key does not exist or was destroyed.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ items: z.array(z.object({ key: KeyId, place: Place, plain: Bytes })) }),
  output: z.array(Bytes),
})

export const open = query('keys.open', {
  about:
    'Opens sealed values, in order; null where the key has been destroyed. Throws when one was changed or moved.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ items: z.array(z.object({ place: Place, sealed: Bytes })) }),
  output: z.array(Bytes.nullable()),
})

export const destroy = command('keys.destroy', {
  about:
    'Destroys keys for good: when it answers, nothing left in the database files or the key directory opens what they sealed. Unknown ids are passed over: safe to repeat.',
  caller: 'internal',
  input: z.object({ ids: z.array(KeyId) }),
  output: z.object({ destroyed: z.int() }),
})

export const blindIndex = query('keys.blindIndex', {
  about:
    'HMAC-SHA-256 of each value under the key of a purpose: finds a row without storing what it holds. Normalise first.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ purpose: IndexPurpose, values: z.array(z.string()) }),
  output: z.array(Bytes),
})

export const keyedIndex = query('keys.keyedIndex', {
  about:
    'HMAC-SHA-256 of each value under a key derived, for a purpose, from one key: equal values have equal indexes only under the same key, and none once it is destroyed (null). Normalise first.',
  caller: 'internal',
  checked: 'types',
  input: z.object({ key: KeyId, purpose: IndexPurpose, values: z.array(z.string()) }),
  output: z.array(Bytes).nullable(),
})

export const rotate = command('keys.rotate', {
  about: 'Makes a new instance key while everything runs; answers how many wrapping keys it now wraps.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ wrapping: z.int() }),
})

export const doctor = query('keys.doctor', {
  about: 'Looks for faults in the key directory and the keys, each a sentence that says what to do.',
  caller: 'internal',
  input: z.object({}),
  output: z.object({ faults: z.array(z.string()) }),
})
