import { writtenAs } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { Message } from '../contract/index.ts'
import { polled } from '../polls/polled.ts'
import { reacted } from '../reactions/reacted.ts'
import { forwarded } from './forwarded.ts'
import type { BaseMessage, HangingPart } from './hanging-part.ts'
import { keyText } from './message-store.ts'
import type { OpenMessage } from './open-messages.ts'
import { openedThread } from './opened-thread.ts'

const parts: readonly HangingPart[] = [forwarded, openedThread, reacted, polled]

/** Whether every reading of this message looks the same. */
export function isWhole(message: OpenMessage): boolean {
  return !parts.some((part) => part.may(message))
}

/** Whether all that hangs from this message can be written behind the rest of it. */
export function isApart(message: OpenMessage): boolean {
  return parts.every((part) => part.isApart || !part.may(message))
}

/** Messages with what hangs from them: one reading for each kind of part that one of them may have. */
export async function withParts(
  chat: Chat,
  reader: string | null,
  bases: readonly BaseMessage[],
): Promise<Message[]> {
  const added = await readParts(chat, reader, bases)
  if (!added) return bases.map((base) => base.wire)
  return bases.map(({ wire }, index) => ({ ...wire, ...added[index] }))
}

/** As it is sent, of messages that are written already but for what hangs from them. */
export async function textsWithParts(
  chat: Chat,
  reader: string | null,
  bases: readonly (BaseMessage & { readonly json: string })[],
): Promise<string[]> {
  const added = await readParts(chat, reader, bases)
  return bases.map(({ json }, index) => joined(json, added?.[index] ?? {}))
}

const Parts = Message.partial()

function joined(json: string, part: Partial<Message>): string {
  return Object.keys(part).length === 0 ? json : `${json.slice(0, -1)},${writtenAs(Parts, part).slice(1)}`
}

/** What is added to each; null where there is nothing. */
async function readParts(
  chat: Chat,
  reader: string | null,
  bases: readonly BaseMessage[],
): Promise<Partial<Message>[] | null> {
  const readings = parts.flatMap((part) => {
    const having = bases.filter((base) => part.may(base.open)).map((base) => base.open)
    return having.length === 0 ? [] : [part.read(chat, having, reader)]
  })
  if (readings.length === 0) return null
  const added = await Promise.all(readings)
  return bases.map(({ open }) => Object.assign({}, ...added.map((some) => some.get(keyText(open)) ?? {})))
}
