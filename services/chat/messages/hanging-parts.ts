import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import { forwarded } from './forwarded.ts'
import type { BaseMessage, HangingPart } from './hanging-part.ts'
import { keyText } from './message-store.ts'
import type { OpenMessage } from './open-messages.ts'
import { openedThread } from './opened-thread.ts'

const parts: readonly HangingPart[] = [forwarded, openedThread]

/** Whether every reading of this message looks the same. */
export function isWhole(message: OpenMessage): boolean {
  return !parts.some((part) => part.may(message))
}

/** Messages with what hangs from them: one reading for each kind of part that one of them may have. */
export async function withParts(
  chat: Chat,
  reader: string | null,
  bases: readonly BaseMessage[],
): Promise<Message[]> {
  const readings = parts.flatMap((part) => {
    const having = bases.filter((base) => part.may(base.open)).map((base) => base.open)
    return having.length === 0 ? [] : [part.read(chat, having, reader)]
  })
  if (readings.length === 0) return bases.map((base) => base.wire)
  const added = await Promise.all(readings)
  return bases.map(({ open, wire }) =>
    Object.assign({}, wire, ...added.map((some) => some.get(keyText(open)) ?? {})),
  )
}
