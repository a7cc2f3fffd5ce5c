import type { Chat } from '../chat.ts'
import type { Step } from './index-channel.ts'
import { takeChanges } from './index-store.ts'
import { writeTokens } from './write-tokens.ts'

const atOnce = 200

/** Indexes anew the messages that say something else now. */
export async function indexChanges(chat: Chat): Promise<Step> {
  return chat.database.transaction(async (tx) => {
    const taken = await takeChanges(tx, atOnce)
    if (!taken) return { indexed: 0, more: false }
    for (const [guildId, rows] of Map.groupBy(taken.rows, (row) => row.guild_id))
      await writeTokens(chat, tx, { guildId, guildKey: rows[0]?.guild_key_id ?? '', rows, anew: true })
    return { indexed: taken.rows.length, more: taken.count === atOnce }
  })
}
