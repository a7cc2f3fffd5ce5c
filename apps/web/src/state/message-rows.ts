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
  const rows: Row[] = [{ kind: 'top', key: 'top', reachedStart: input.reachedStart }]
  const [oldest, ...others] = input.messages
  const held = !input.reachedStart && others.length > 0 ? oldest : undefined
  let last: Place | null = held ? { authorId: held.authorId, at: held.sentAt } : null
  let marked = input.readThrough === null
  for (const message of held ? others : input.messages) {
    let apart = message.replyTo !== null
    if (last === null || !isSameDay(last.at, message.sentAt)) {
      rows.push({ kind: 'day', key: `day-${dayOf(message.sentAt)}`, at: message.sentAt })
      apart = true
    }
    if (!marked && message.authorId !== input.me && isNewer(message.id, input.readThrough)) {
      rows.push({ kind: 'new', key: 'new' })
      marked = true
      apart = true
    }
    const continued = !apart && isTogether(last, message.authorId, message.sentAt)
    rows.push({ kind: 'message', key: message.nonce ?? message.id, message, continued })
    last = { authorId: message.authorId, at: message.sentAt }
  }
  for (const pending of input.pending) {
    const continued = pending.replyTo === null && isTogether(last, input.me, pending.createdAt)
    rows.push({ kind: 'pending', key: pending.nonce, pending, continued })
    last = { authorId: input.me, at: pending.createdAt }
  }
  return rows
}

/** Who wrote the row before, and when. */
interface Place {
  readonly authorId: string | null
  readonly at: number
}

function isTogether(last: Place | null, authorId: string | null, at: number): boolean {
  return last !== null && last.authorId === authorId && at - last.at < togetherMs && isSameDay(last.at, at)
}

function isSameDay(a: number, b: number): boolean {
  return dayOf(a) === dayOf(b)
}

function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}
