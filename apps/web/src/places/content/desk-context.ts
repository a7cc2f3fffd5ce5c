import { createContext, useContext } from 'react'
import type { Message } from '../../state/entities.ts'

/** What is being worked on in the open channel: at most one answer and one edit. */
export interface Desk {
  readonly channelId: string
  readonly guildId: string
  readonly replyTo: Message | null
  /** A new object with each wish to edit, also of the same message: the field then takes the focus again. */
  readonly editing: { readonly messageId: string } | null
  readonly reply: (message: Message | null) => void
  readonly edit: (messageId: string | null) => void
  readonly remove: (message: Message, atOnce: boolean) => void
  /** Shows a message that is mentioned somewhere, and reads back to it where that is needed. */
  readonly showMessage: (messageId: string) => void
  readonly focusComposer: () => void
  /** A step back out of the composer: to the message that takes part in the tab order. */
  readonly focusMessages: () => void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('There is no open channel around this component')
  return desk
}
