import type { Message, MessageLog } from './entities.ts'
import { compareIds, isNewer } from './ids.ts'

/** How many deletions a log remembers for what is still on its way: those of somebody erased come by hundreds. */
const goneKept = 2000

/** A channel whose first page was asked for. What arrives by events meanwhile is kept. */
export const loadingLog: MessageLog = {
  status: 'loading',
  messages: [],
  reachedStart: false,
  staleThrough: null,
  gone: [],
}

/**
 * Puts the newest page in place of everything up to its end: what is not in it was deleted. What came in by events
 * after the page was made stays behind it.
 */
export function withNewestPage(log: MessageLog, page: readonly Message[], reachedStart: boolean): MessageLog {
  const sorted = sort(page)
  const end = sorted.at(-1)?.id ?? log.staleThrough
  const later = log.messages.filter((message) => end === null || isNewer(message.id, end))
  return {
    ...log,
    status: 'loaded',
    messages: merge([...alive(log, sorted), ...later], log.messages),
    reachedStart,
    staleThrough: null,
  }
}

/** Puts a page of older messages before the others. */
export function withOlderPage(log: MessageLog, page: readonly Message[], reachedStart: boolean): MessageLog {
  return {
    ...log,
    messages: merge([...alive(log, sort(page)), ...log.messages], log.messages),
    reachedStart,
  }
}

/** Adds a message that came in; a repeated one, or one whose deletion overtook it, changes nothing. */
export function withMessage(log: MessageLog, came: Message): MessageLog {
  const [message] = alive(log, [came])
  if (!message || log.messages.some((known) => known.id === message.id)) return log
  const last = log.messages.at(-1)
  const messages = [...log.messages, message]
  return { ...log, messages: last && !isNewer(message.id, last.id) ? sort(messages) : messages }
}

/** Puts the new text of a message in place of the old one. */
export function withEdit(log: MessageLog, came: Message): MessageLog {
  const [edited] = alive(log, [came])
  if (!edited) return log
  const messages = log.messages.map((known) => {
    if (known.id === edited.id) return { ...edited, nonce: known.nonce }
    if (known.replyTo?.messageId === edited.id && !known.replyTo.gone)
      return { ...known, replyTo: { ...known.replyTo, content: edited.content } }
    return known
  })
  return { ...log, messages }
}

/** Takes messages out, and out of the replies to them. */
export function withoutMessages(log: MessageLog, ids: readonly string[]): MessageLog {
  return {
    ...log,
    messages: withoutGone(log.messages, ids),
    gone: [...log.gone, ...ids].slice(-goneKept),
  }
}

/** Marks all that is here as to be read again, because events may have been missed. */
export function staleLog(log: MessageLog): MessageLog {
  const last = log.messages.at(-1)
  return last ? { ...log, staleThrough: last.id } : log
}

function sort(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => compareIds(a.id, b.id))
}

/** What arrives as it is after the deletions that overtook it. */
function alive(log: MessageLog, messages: readonly Message[]): readonly Message[] {
  return log.gone.length === 0 ? messages : withoutGone(messages, log.gone)
}

function withoutGone(messages: readonly Message[], gone: readonly string[]): Message[] {
  return messages
    .filter((message) => !gone.includes(message.id))
    .map((message) =>
      message.replyTo && gone.includes(message.replyTo.messageId)
        ? { ...message, replyTo: { ...message.replyTo, gone: true, authorId: null, content: '' } }
        : message,
    )
}

/** Each message once, in its latest form; a nonce that was known is kept, so that rows keep their identity. */
function merge(messages: readonly Message[], known: readonly Message[]): Message[] {
  const before = new Map(known.map((message) => [message.id, message]))
  const byId = new Map<string, Message>()
  for (const message of messages) {
    const old = before.get(message.id)
    const newest = old && (old.editedAt ?? 0) > (message.editedAt ?? 0) ? old : message
    byId.set(message.id, old?.nonce ? { ...newest, nonce: old.nonce } : newest)
  }
  return [...byId.values()]
}
