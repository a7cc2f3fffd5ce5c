import { isUnspaced, wordsOf } from './words.ts'

/** What a text has to say: every word, in whatever order, and every phrase as it stands. Both are normalised. */
export interface Sought {
  readonly words: readonly string[]
  readonly phrases: readonly (readonly string[])[]
}

const quoted = /"([^"]*)"/g

/** What is asked for: words, and between quotation marks phrases. */
export function parseContent(content: string): Sought {
  const phrases = [...content.matchAll(quoted)]
    .map((match) => wordsOf(match[1] ?? ''))
    .filter((phrase) => phrase.length > 0)
  const words = wordsOf(content.replace(quoted, ' '))
  return { words: [...new Set(words)], phrases }
}

/** Every word that is sought, those of phrases included. */
export function allWords({ words, phrases }: Sought): string[] {
  return [...new Set([...words, ...phrases.flat()])]
}

/** Whether a text of these words says all that is sought. */
export function saysAll(text: readonly string[], { words, phrases }: Sought): boolean {
  const said = new Set(text)
  const says = (word: string) =>
    said.has(word) || (isUnspaced(word) && text.some((one) => one.includes(word)))
  if (!words.every(says)) return false
  if (phrases.length === 0) return true
  const whole = ` ${text.join(' ')} `
  return phrases.every((phrase) => whole.includes(phraseText(phrase)))
}

/** What is written without spaces begins and ends anywhere. */
function phraseText(phrase: readonly string[]): string {
  const begins = isUnspaced(phrase[0] ?? '') ? '' : ' '
  const ends = isUnspaced(phrase.at(-1) ?? '') ? '' : ' '
  return `${begins}${phrase.join(' ')}${ends}`
}
