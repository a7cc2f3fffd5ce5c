import type { SearchHas } from '../contract/index.ts'
import type { OpenMessage } from '../messages/open-messages.ts'
import { allWords, saysAll, type Sought } from './content.ts'
import { feature } from './features.ts'
import { isPinned, kindsOf } from './has.ts'
import { wordsOfMessage } from './message-text.ts'
import { soughtAs } from './words.ts'

/** What is searched for, with references where the wire has accounts. Undefined is what does not matter. */
export interface Wanted {
  readonly said: Sought
  /** One of these memberships wrote it. */
  readonly authors: readonly string[] | undefined
  /** One of these memberships is mentioned. */
  readonly mentioned: readonly string[] | undefined
  readonly everyone: boolean | undefined
  readonly pinned: boolean | undefined
  readonly has: readonly SearchHas[]
  readonly hasNot: readonly SearchHas[]
  /** Ids between these two, without them. */
  readonly above: bigint
  readonly below: bigint
  readonly oldestFirst: boolean
}

/** Whether a message is what is searched for: the last word on every result. */
export function isWanted(message: OpenMessage, wanted: Wanted): boolean {
  return judges.every((judge) => judge(message, wanted))
}

type Judge = (message: OpenMessage, wanted: Wanted) => boolean

/** What costs least first. */
const judges: readonly Judge[] = [
  ({ id }, { above, below }) => BigInt(id) > above && BigInt(id) < below,
  ({ authorRef }, { authors }) => authors?.includes(authorRef) ?? true,
  ({ mentions }, { mentioned }) =>
    mentioned === undefined || mentions?.users.some((ref) => mentioned.includes(ref)) === true,
  (message, { everyone = message.everyone }) => message.everyone === everyone,
  (message, { pinned = isPinned(message) }) => isPinned(message) === pinned,
  hasWhatItShould,
  saysWhatItShould,
]

function hasWhatItShould(message: OpenMessage, { has, hasNot }: Wanted): boolean {
  if (has.length + hasNot.length === 0) return true
  const kinds = kindsOf(message)
  return has.every((kind) => kinds.has(kind)) && !hasNot.some((kind) => kinds.has(kind))
}

function saysWhatItShould(message: OpenMessage, { said }: Wanted): boolean {
  return said.words.length + said.phrases.length === 0 || saysAll(wordsOfMessage(message), said)
}

/** What to look for in the index: messages that have all of `all`, and of each of `any` one. */
export interface Lookup {
  readonly all: readonly string[]
  readonly any: readonly (readonly string[])[]
}

/** Words are looked up as far as that helps; the rest is found out by reading. */
const mostLookedUp = 24

export function lookupOf(wanted: Wanted): Lookup {
  const words = [...new Set(allWords(wanted.said).flatMap(soughtAs))]
  // Long words are rare ones.
  const telling = words.toSorted((a, b) => b.length - a.length).slice(0, mostLookedUp)
  const all = [
    ...telling.map(feature.word),
    ...wanted.has.map(feature.has),
    ...(wanted.pinned === true ? [feature.pinned] : []),
    ...(wanted.everyone === true ? [feature.everyone] : []),
  ]
  const any = [wanted.authors?.map(feature.author), wanted.mentioned?.map(feature.mention)].filter(
    (group) => group !== undefined,
  )
  return { all: all.length + any.length === 0 ? [feature.any] : all, any }
}
