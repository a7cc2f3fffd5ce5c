import type { Face } from './faces.ts'

/**
 * What an observer saw of two accounts, with everything that names something replaced: what is the account's own by whose
 * it is, any other id, random word and time by the place where it first stood. Two pairs look the same when nothing but
 * names tells them apart; a value that stands in both halves keeps standing in both.
 */
export function canonical(seen: unknown, a: Face, b: Face): string {
  const names = new Map<string, string>()
  const nameOf = (kind: string, value: string) => {
    const known = names.get(`${kind} ${value}`)
    if (known !== undefined) return known
    const name = `<${kind} ${[...names.keys()].filter((key) => key.startsWith(`${kind} `)).length + 1}>`
    names.set(`${kind} ${value}`, name)
    return name
  }
  return JSON.stringify(
    walk(seen, (text) => renamed(withoutOwn(withoutOwn(text, a, 'a'), b, 'b'), nameOf)),
    null,
    1,
  )
}

/** Each of them has these words. */
function withoutOwn(text: string, face: Face, letter: string): string {
  return face.names.reduce((rest, name, index) => rest.replaceAll(name, `<${letter}${index}>`), text)
}

type Name = (kind: string, value: string) => string

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g
const id = /(?<![\w-])\d{15,20}(?![\w-])/g
/** Random letters: with digits among them, or so many of both cases that no word of a language has them. */
const word =
  /(?<![\w-])((?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}|(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,})(?![\w-])/g

function renamed(text: string, nameOf: Name): string {
  return text
    .replaceAll(time, '<time>')
    .replaceAll(id, (found) => nameOf('id', found))
    .replaceAll(word, (found) => nameOf('word', found))
}

/** Of one account's own: without anything that differs from account to account. */
export function anonymous(text: string, face: Face): string {
  return renamed(withoutOwn(text, face, 'own'), (kind) => `<${kind}>`)
}

/** Seconds and milliseconds of this century are times too. */
const isTime = (value: number) => value > 1e9 && value < 1e14

function walk(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === 'string') return rename(value)
  if (typeof value === 'number') return isTime(value) ? '<time>' : value
  if (Array.isArray(value)) return value.map((one) => walk(one, rename))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [rename(key), walk(one, rename)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}
