import type { ColumnSpec, KeyKind } from './declaration.ts'

type Given = Partial<Pick<ColumnSpec, 'category' | 'export' | 'rectify'>>
const fixed = (why: string) => ({ fixed: why }) as const

/** An id or reference. Part of its owner's export. */
export function id(about: string, given: Given = {}) {
  return {
    about,
    category: 'identifier',
    export: 'value',
    rectify: fixed('an id given by the system'),
    ...given,
  } as const satisfies ColumnSpec
}

/** When something happened. */
export function time(about: string, category: ColumnSpec['category'], given: Given = {}) {
  return {
    about,
    category,
    export: 'value',
    rectify: fixed('a fact the system recorded'),
    ...given,
  } as const satisfies ColumnSpec
}

/** A keyed hash that finds a row without telling what it holds. */
export function lookup(about: string) {
  return {
    about,
    category: 'identifier',
    export: { withheld: 'a keyed hash; the value it stands for is exported' },
    rectify: fixed('follows the value it stands for'),
  } as const satisfies ColumnSpec
}

/** The id of a key that seals this row or what hangs from it; `destroys` says which erasures destroy that key. */
export function keyReference(about: string, destroys: 'always' | 'everything') {
  return {
    about,
    category: 'key',
    export: { withheld: 'names a key; means nothing outside this instance' },
    rectify: fixed('given by the system'),
    destroys,
  } as const satisfies ColumnSpec
}

/** Text that a person or a community wrote, sealed. `by` is the call that corrects it. */
// oxlint-disable-next-line max-params -- a catalogue reads better with one line a column
export function sealedText(about: string, key: KeyKind, category: ColumnSpec['category'], by: string) {
  return {
    about,
    category,
    sealed: { key, as: 'text' },
    export: 'value',
    rectify: { by },
  } as const satisfies ColumnSpec
}

/** Something the program needs that says nothing about anybody. */
export function operational(about: string) {
  return {
    about,
    category: 'operational',
    export: { withheld: 'says nothing about a person' },
    rectify: fixed('kept by the system'),
  } as const satisfies ColumnSpec
}
