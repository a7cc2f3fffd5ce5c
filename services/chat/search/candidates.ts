import type { Chat } from '../chat.ts'
import { listMessagesById, keyText, type MessageRow } from '../messages/message-store.ts'
import { listCandidates, listDays, type Bounds, type Candidate } from './search-store.ts'
import { dayOf, secretsOf, tokenOn } from './tokens.ts'
import type { Lookup } from './wanted.ts'

/** The first look is at few days, as most searches end there; then at twice as many each time. */
const firstDays = 4
const mostDays = 256
/** Messages of one day at a time. */
const perDay = 200

export interface CandidatesAsked {
  readonly guildId: string
  readonly guildKey: string
  readonly lookup: Lookup
  readonly bounds: Bounds
}

/** What the index says may be wanted, in order, some at a time: day by day, as far as somebody asks. */
export async function* candidatesOf(chat: Chat, asked: CandidatesAsked): AsyncGenerator<MessageRow[]> {
  const { lookup, bounds } = asked
  const secrets = await secretsOf(chat, asked.guildKey, [...lookup.all, ...lookup.any.flat()])
  if (!secrets || lookup.any.some((group) => group.length === 0)) return
  const tokens = (features: readonly string[], days: readonly number[]) =>
    days.flatMap((day) => features.map((one) => tokenOn(secrets.get(one) ?? none, day)))
  const range = {
    from: dayOf(`${bounds.above}`),
    to: dayOf(`${bounds.below}`),
    oldestFirst: bounds.oldestFirst,
  }
  let days = await listDays(chat.database, asked.guildId, range)
  let left = bounds
  let edge = new Set<string>()
  let most = firstDays
  while (days.length > 0) {
    const some = days.slice(0, most)
    const found = await listCandidates(
      chat.database,
      { days: some, all: tokens(lookup.all, some), any: lookup.any.map((group) => tokens(group, some)) },
      { bounds: left, limit: perDay },
    )
    const { taken, unfinished } = upToFull(found)
    const fresh = taken.filter((one) => !edge.has(keyText(one)))
    for (let at = 0; at < fresh.length; at += perDay) yield await inOrder(chat, fresh.slice(at, at + perDay))
    if (unfinished === null) {
      days = days.slice(some.length)
      most = Math.min(most * 2, mostDays)
    } else {
      days = days.slice(days.indexOf(unfinished.day))
      left = from(left, unfinished.id)
      edge = new Set(taken.filter((one) => one.id === unfinished.id).map(keyText))
      most = firstDays
    }
  }
}

const none = new Uint8Array(0)

/** What was found up to the first day that may have more. */
function upToFull(found: readonly Candidate[]): {
  readonly taken: readonly Candidate[]
  readonly unfinished: Candidate | null
} {
  const counts = new Map<number, number>()
  for (const [at, one] of found.entries()) {
    const count = (counts.get(one.day) ?? 0) + 1
    counts.set(one.day, count)
    if (count === perDay) return { taken: found.slice(0, at + 1), unfinished: one }
  }
  return { taken: found, unfinished: null }
}

/** From this id on: messages of several channels may share one, and not all of them need have fitted. */
function from(bounds: Bounds, id: string): Bounds {
  return bounds.oldestFirst ? { ...bounds, above: BigInt(id) - 1n } : { ...bounds, below: BigInt(id) + 1n }
}

async function inOrder(chat: Chat, keys: readonly Candidate[]): Promise<MessageRow[]> {
  const rows = await listMessagesById(chat.database, keys)
  const byKey = new Map(rows.map((row) => [keyText({ channelId: row.channel_id, id: row.id }), row]))
  return keys.flatMap((key) => byKey.get(keyText(key)) ?? [])
}
