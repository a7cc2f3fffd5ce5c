import type { KeyboardEvent } from 'react'
import type { Message } from '../../state/entities.ts'
import { useDesk } from './desk-context.ts'

/** What single keys do while a message has the focus, and nothing in it. */
export function useMessageKeys(
  message: Message,
  mine: boolean,
  mayDelete: boolean,
): (event: KeyboardEvent<HTMLElement>) => void {
  const desk = useDesk()
  return (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      r: () => desk.reply(message),
      e: mine ? () => desk.edit(message.id) : undefined,
      Delete: mayDelete ? () => desk.remove(message, event.shiftKey) : undefined,
    }
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined
    if (!act) return
    event.preventDefault()
    act()
  }
}
