import type { Chat } from '../chat.ts'
import type { GuildState, Message } from '../contract/index.ts'
import { isWhole, withParts } from './hanging-parts.ts'
import type { MessageRow } from './message-store.ts'
import { publishUpdated } from './publish-messages.ts'
import { renderBases } from './render-messages.ts'

interface Edited {
  readonly guild: GuildState
  readonly row: MessageRow
  /** The membership that is answered, where one is. */
  readonly reader?: string
}

/** Tells of a message that looks different now, and answers how. Null where it cannot be read any more. */
export async function tellEdited(chat: Chat, { guild, row, reader }: Edited): Promise<Message | null> {
  chat.pages.forget(row.channel_id)
  const bases = await renderBases(chat, [row])
  const [told] = await withParts(chat, null, bases)
  if (!told) return null
  await publishUpdated(chat, guild, told)
  if (reader === undefined || bases.every(({ open }) => isWhole(open))) return told
  const [answer] = await withParts(chat, reader, bases)
  return answer ?? told
}
