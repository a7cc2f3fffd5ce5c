/** Scripts that are written without spaces between words. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`
const runsOfUnspaced = new RegExp(`^[${unspaced}]`, 'v')
const anyRun = new RegExp(
  String.raw`[${unspaced}]+|[[\p{L}\p{M}\p{N}]--[${unspaced}]]+|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}`,
  'gv',
)
// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const ascii = /^[\0-\x7f]*$/
const asciiRun = /[a-z0-9]+/g

/** Longer words are cut where they are hashed; compared, they are compared whole. */
const mostOfWord = 64

/**
 * A text as it is searched in: compatible forms and cases are one, marks that show nothing are gone. Of letters that look
 * alike each stays what it is.
 */
export function normalized(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return folded(folded(text))
}

/** Folding letters can make marks meet that compose, and composing letters that fold: it is done until nothing changes. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
}

/**
 * The words of a text, in order: runs of letters, marks and digits, and each emoji. What is written without spaces stays
 * in runs; it is not cut by a dictionary, which would be another one with another release of the runtime.
 */
export function wordsOf(text: string): string[] {
  const plain = normalized(text)
  return plain.match(ascii.test(plain) ? asciiRun : anyRun) ?? []
}

/** Whether it is a run of a script without spaces, in which words begin and end anywhere. */
export function isUnspaced(word: string): boolean {
  return runsOfUnspaced.test(word)
}

/** What a text that has this word is found by. Of a run without spaces: each letter, and each two in a row. */
export function indexedAs(word: string): string[] {
  if (!isUnspaced(word)) return [cut(word)]
  const letters = Array.from(word)
  return [...letters, ...pairsOf(letters)]
}

/** What to look for to find texts that have this word, or where it is written without spaces, these letters in a row. */
export function soughtAs(word: string): string[] {
  if (!isUnspaced(word)) return [cut(word)]
  const letters = Array.from(word)
  return letters.length === 1 ? letters : pairsOf(letters)
}

function pairsOf(letters: readonly string[]): string[] {
  return letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`)
}

function cut(word: string): string {
  return word.length <= mostOfWord ? word : Array.from(word).slice(0, mostOfWord).join('')
}
