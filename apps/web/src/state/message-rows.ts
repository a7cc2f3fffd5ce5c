import type { Message } from './entities.ts'
import { isNewer } from './ids.ts'
import type { Pending } from './outbox.ts'

/** One row of the message list. `key` stays the same when a pending message is confirmed. */
export type Row =
  | { readonly kind: 'top'; readonly key: string; readonly reachedStart: boolean }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly continued: boolean }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: Pending; readonly continued: boolean }

/** How close messages of one author stand to be shown under one name. */
const togetherMs = 7 * 60_000

export interface RowsInput {
  readonly messages: readonly Message[]
  readonly pending: readonly Pending[]
  readonly reachedStart: boolean
  /** The last message that was read when the channel was opened; null where all of it was. */
  readonly readThrough: string | null
  readonly me: string | null
}

/**
 * The message list as rows: dividers between days and before what is new, messages of one author together. While there
 * is more before it, the oldest message is left out: how it stands depends on the one before, and a row that changes
 * its height when that one comes would make the list jump.
 */
export function messageRows(input: RowsInput): Row[] {
  const [oldest, ...others] = input.messages
  const held = !input.reachedStart && others.length > 0 ? oldest : undefined
  const rows: Row[] = [{ kind: 'top', key: 'top', reachedStart: input.reachedStart }]
  let last: Place | null = held ? { authorId: held.authorId, at: held.sentAt } : null
  let mark = input.readThrough
  for (const message of held ? others : input.messages) {
    const isNews = mark !== null && message.authorId !== input.me && isNewer(message.id, mark)
    const place = { authorId: message.authorId, at: message.sentAt }
    const dividers = dividersBefore(last, place.at, isNews)
    const continued = dividers.length === 0 && message.replyTo === null && isTogether(last, place)
    rows.push(...dividers, { kind: 'message', key: message.nonce ?? message.id, message, continued })
    if (isNews) mark = null
    last = place
  }
  return [...rows, ...pendingRows(input, last)]
}

function dividersBefore(last: Place | null, at: number, isNews: boolean): Row[] {
  const dividers: Row[] = []
  if (last === null || !isSameDay(last.at, at)) dividers.push({ kind: 'day', key: `day-${dayOf(at)}`, at })
  if (isNews) dividers.push({ kind: 'new', key: 'new' })
  return dividers
}

function pendingRows(input: RowsInput, before: Place | null): Row[] {
  let last = before
  return input.pending.map((pending) => {
    const place = { authorId: input.me, at: pending.createdAt }
    const continued = pending.replyTo === null && isTogether(last, place)
    last = place
    return { kind: 'pending', key: pending.nonce, pending, continued }
  })
}

/** Who wrote a row, and when. */
interface Place {
  readonly authorId: string | null
  readonly at: number
}

function isTogether(last: Place | null, next: Place): boolean {
  return (
    last !== null &&
    last.authorId === next.authorId &&
    next.at - last.at < togetherMs &&
    isSameDay(last.at, next.at)
  )
}

function isSameDay(a: number, b: number): boolean {
  return dayOf(a) === dayOf(b)
}

function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}
