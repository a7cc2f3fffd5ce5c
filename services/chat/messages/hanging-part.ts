import type { Chat } from '../chat.ts'
import type { Message } from '../contract/index.ts'
import type { OpenMessage } from './open-messages.ts'

/** A message without what hangs from it: the same for everybody who reads it, until somebody changes something. */
export interface BaseMessage {
  readonly open: OpenMessage
  readonly wire: Message
  /** The message that it answers. */
  readonly answered: OpenMessage | null
}

/** Something that a message shows and that is kept elsewhere. It is read whenever the message is. */
export interface HangingPart {
  /** Whether it is nothing that the message would show without it too: it can be written behind the rest. */
  readonly isApart: boolean
  /** Whether this message may have it: for all others nothing is asked. */
  may(message: OpenMessage): boolean
  /** What it adds to messages that may have it, by `keyText`. `reader`: the membership that reads, where one does. */
  read(
    chat: Chat,
    messages: readonly OpenMessage[],
    reader: string | null,
  ): Promise<ReadonlyMap<string, Partial<Message>>>
}
