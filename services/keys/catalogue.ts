import { defineCatalogue, operational, time, type ColumnSpec } from '@alles/platform/catalogue'

const fixed = { rectify: { fixed: 'given by the system' } } as const

const wrappedKey = {
  about: 'the key, wrapped with the wrapping key',
  category: 'key',
  export: { withheld: 'a key; what it seals is exported' },
  ...fixed,
} as const satisfies ColumnSpec

/** No row here names a person: a key has a kind and a random id, and only the services that use it know whose it is. */
export const catalogue = defineCatalogue('keys', {
  directory: {
    about: 'which key directory this database goes with',
    key: ['id'],
    owner: 'nobody',
    purpose: 'operate',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      id: operational('random id that the directory holds too'),
      only_one: operational('keeps this table at one row'),
    },
  },
  buckets: {
    about: 'the wrapping key of each bucket of keys',
    key: ['bucket'],
    owner: 'nobody',
    purpose: 'operate',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      bucket: operational('number of the bucket'),
      wrapping_key: operational('name of the file that holds its wrapping key'),
    },
  },
  keys: {
    about:
      'keys of persons, profiles, memberships and guilds, of which nothing but the kind is known here; each goes when its owner is erased, by the id that the owner’s rows hold',
    key: ['id'],
    owner: 'nobody',
    purpose: 'secure',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      id: operational('random id'),
      kind: operational('what the key seals'),
      bucket: operational('which keys share its wrapping key'),
      wrapping_key: operational('name of the file that holds its wrapping key'),
      wrapped: wrappedKey,
      created_at: time('day it was made', 'operational', {
        export: { withheld: 'says nothing about a person' },
      }),
    },
  },
  purpose_keys: {
    about: 'keys of this instance that make lookup indexes',
    key: ['purpose'],
    owner: 'nobody',
    purpose: 'secure',
    basis: 'none',
    retention: 'instance',
    erase: 'keep',
    columns: {
      purpose: operational('what is looked up'),
      wrapping_key: operational('name of the file that holds its wrapping key'),
      wrapped: wrappedKey,
      created_at: time('day it was made', 'operational', {
        export: { withheld: 'says nothing about a person' },
      }),
    },
  },
})
