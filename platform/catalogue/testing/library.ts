import { id, keyReference, operational, sealedText, time } from '../columns.ts'
import { defineCatalogue } from '../declaration.ts'
import type { KeyHolder } from '../sealing.ts'

const common = { purpose: 'provide', basis: 'contract', retention: 'account' } as const

/** A library that never was: readers borrow books and write in their margins. */
export const catalogue = defineCatalogue('library', {
  people: {
    about: 'who holds readers',
    key: ['id'],
    owner: { person: 'id' },
    ...common,
    erase: 'delete',
    columns: { id: id('the person'), key_id: keyReference('their key', 'always') },
  },
  readers: {
    about: 'readers',
    key: ['id'],
    owner: { account: 'id' },
    ...common,
    erase: 'delete',
    columns: {
      id: id('the reader'),
      key_id: keyReference('the key of the card', 'always'),
      name: sealedText('the name on the card', 'profile', 'profile', 'library.rename'),
      joined_at: time('when they joined', 'profile'),
    },
  },
  pens: {
    about: 'what ties what is written to who wrote it',
    key: ['ref'],
    owner: { account: 'reader_id' },
    ...common,
    erase: { pseudonymise: { clear: ['reader_id'] }, everything: 'delete' },
    columns: {
      ref: id('the pen'),
      reader_id: id('who holds it'),
      ink_key_id: keyReference('seals what it writes', 'everything'),
    },
  },
  notes: {
    about: 'notes in margins',
    key: ['book', 'number'],
    owner: { through: 'pens', from: 'pen_ref', to: 'ref' },
    ...common,
    erase: { pseudonymise: 'keep', everything: 'delete' },
    columns: {
      book: id('the book'),
      number: id('which note in the book'),
      written_at: time('when it was written', 'message'),
      pen_ref: id('the pen'),
      words: sealedText('what it says', 'content', 'message', 'library.editNote'),
      picture: {
        about: 'a drawing beside it',
        category: 'message',
        sealed: { key: 'content', as: 'bytes' },
        export: 'value',
        rectify: { by: 'library.editNote' },
      },
      page: {
        about: 'on which page',
        category: 'message',
        export: 'value',
        rectify: { by: 'library.editNote' },
      },
      colour: operational('how it is drawn'),
    },
  },
  corrections: {
    about: 'what was crossed out in notes',
    key: ['book', 'crossed_at'],
    owner: { through: 'notes', from: 'book', to: 'book' },
    ...common,
    retention: { after: 'crossed_at', days: 30 },
    erase: 'delete',
    columns: {
      book: id('the book'),
      crossed_at: time('when', 'message'),
      length: {
        about: 'how many words',
        category: 'message',
        export: 'value',
        rectify: { fixed: 'counted' },
      },
    },
  },
  shelves: {
    about: 'where books of a reading circle stand',
    key: ['id'],
    owner: { guild: 'circle_id' },
    ...common,
    erase: 'delete',
    columns: { id: id('the shelf'), circle_id: id('the circle') },
  },
  letterboxes: {
    about: 'where letters to readers go; whose one is, the library does not know',
    key: ['number'],
    owner: { contact: 'number' },
    ...common,
    erase: 'delete',
    columns: {
      number: id('the letterbox'),
      key_id: keyReference('the key of the letterbox', 'always'),
    },
  },
  letters: {
    about: 'what lies in them',
    key: ['id'],
    owner: { through: 'letterboxes', from: 'letterbox', to: 'number' },
    ...common,
    erase: 'delete',
    columns: { id: id('the letter'), letterbox: id('where it lies') },
  },
  visits: {
    about: 'how often the door opened',
    key: ['id'],
    owner: 'nobody',
    purpose: 'operate',
    basis: 'none',
    retention: { after: 'at', days: 0.5 },
    erase: 'keep',
    columns: { id: operational('number'), at: operational('when') },
  },
})

export const library = { name: 'library', migrations: new URL('./migrations/', import.meta.url) }

/** Keys that seal nothing and know where each value belongs: version 1, the key's id, then text and place. */
export function openKeyHolder(destroyed: ReadonlySet<string> = new Set()): KeyHolder {
  const header = (key: string) => {
    const bytes = Buffer.alloc(37, 1)
    bytes.writeBigUInt64BE(BigInt(key), 1)
    return bytes
  }
  return {
    async seal({ items }) {
      return items.map(({ key, place, plain }) =>
        Buffer.concat([header(key), Buffer.from(`${place.table}/${place.column}/${place.row}|`), plain]),
      )
    },
    async open({ items }) {
      return items.map(({ place, sealed }) => {
        const bytes = Buffer.from(sealed)
        if (destroyed.has(bytes.readBigUInt64BE(1).toString())) return null
        const at = bytes.indexOf('|', 37)
        if (bytes.toString('utf8', 37, at) !== `${place.table}/${place.column}/${place.row}`)
          throw new Error('this value belongs elsewhere')
        return bytes.subarray(at + 1)
      })
    },
  }
}
