import type { Chat } from '../chat.ts'
import type { Tied } from '../members/authors.ts'
import type { OpenMessage } from './open-messages.ts'
import { hasFiles } from './show-extras.ts'
import { shownRefs, type Shown } from './wire-message.ts'

/** The people whom messages show, and what makes the addresses of their files. `members`: whom one knows to be here. */
export async function shownWith(
  chat: Chat,
  messages: readonly OpenMessage[],
  members: readonly Tied[] = [],
): Promise<Shown> {
  const users = await chat.authors.users([...new Set(messages.flatMap(shownRefs))], members)
  const addresses = messages.some((one) => hasFiles(one.extras)) ? await chat.addresses() : null
  return { users, addresses }
}
