import { sealedWith } from '@alles/keys/contract'
import type { Chat } from '../chat.ts'
import { publish } from '../guilds/publish.ts'
import { keyText } from '../messages/message-store.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import type { Place } from '../outbox/outbox-store.ts'
import { reactionRemoved } from './reaction-events.ts'
import { listReactionsOf, removeReactors, type ReactorRow } from './reaction-store.ts'
import { openEmojis } from './seal-emoji.ts'

const atOnce = 500

export interface Reacting {
  readonly guildId: string
  readonly ref: string
  /** Those alone that this key sealed. */
  readonly keyId?: string
}

/** Takes back all that a membership reacted with, telling of it as it goes. Interrupted, it is simply done again. */
export async function deleteReactionsBy(chat: Chat, { guildId, ref, keyId }: Reacting): Promise<number> {
  const userId = (await chat.authors.accountsOf([ref])).get(ref) ?? ref
  let deleted = 0
  let after: ReactorRow | null = null
  for (;;) {
    const rows: ReactorRow[] = await listReactionsOf(chat.database, ref, { after, limit: atOnce })
    const last = rows.at(-1)
    if (!last) return deleted
    const theirs = rows.filter((row) => keyId === undefined || sealedWith(row.emoji) === keyId)
    if (theirs.length > 0) deleted += await remove(chat, theirs, { guildId, userId })
    after = last
  }
}

async function remove(
  chat: Chat,
  rows: readonly ReactorRow[],
  { guildId, userId }: { readonly guildId: string; readonly userId: string },
): Promise<number> {
  return changeAndTell(chat, {
    apply: (tx) => removeReactors(tx, rows),
    about: (removed) => (removed.length > 0 ? { reacted: placesOf(removed) } : null),
    async tell(removed) {
      const emojis = await openEmojis(chat, removed)
      publish(
        chat.bus,
        removed.flatMap((row, index) => {
          const emoji = emojis[index]
          return emoji ? [reactionRemoved({ ...row, guildId }, userId, emoji)] : []
        }),
      )
      return removed.length
    },
  })
}

function placesOf(rows: readonly ReactorRow[]): Place[] {
  const places = new Map(rows.map((row): [string, Place] => [keyText(row), [row.channelId, row.id]]))
  return [...places.values()]
}
