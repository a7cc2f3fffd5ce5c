import type { OpenMessage } from '../messages/open-messages.ts'
import { isPinned, kindsOf } from './has.ts'
import { wordsOfMessage } from './message-text.ts'
import { indexedAs } from './words.ts'

/** What a message can be found by, as it is hashed. What every message has stands for all of a day. */
export const feature = {
  any: '*',
  pinned: 'p',
  everyone: 'e',
  word: (word: string) => `w${word}`,
  author: (ref: string) => `a${ref}`,
  mention: (ref: string) => `m${ref}`,
  has: (kind: string) => `h${kind}`,
} as const

/** A message is found by so many different words and no more. */
const mostWords = 2000

export function featuresOf(message: OpenMessage): string[] {
  const words = new Set(wordsOfMessage(message).flatMap(indexedAs))
  return [
    feature.any,
    feature.author(message.authorRef),
    ...(isPinned(message) ? [feature.pinned] : []),
    ...(message.everyone ? [feature.everyone] : []),
    ...(message.mentions?.users ?? []).map(feature.mention),
    ...[...kindsOf(message)].map(feature.has),
    ...[...words].slice(0, mostWords).map(feature.word),
  ]
}
