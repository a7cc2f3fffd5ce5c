import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { Schema } from '../database/types.ts'
import type { MessageRow } from '../messages/message-store.ts'
import { openMessages } from '../messages/open-messages.ts'
import { featuresOf } from './features.ts'
import { insertDays, insertTokens } from './index-store.ts'
import { dayOf, secretsOf, tokenOn } from './tokens.ts'

export interface ToIndex {
  readonly guildId: string
  readonly guildKey: string
  readonly rows: readonly MessageRow[]
  /** Whether they may be in the index with other words. */
  readonly anew: boolean
}

/** Opens messages of one guild, and writes what they are found by. Where the guild's key is gone, nothing can be. */
export async function writeTokens(
  chat: Chat,
  tx: Transaction<Schema>,
  { guildId, guildKey, rows, anew }: ToIndex,
): Promise<void> {
  if (rows.length === 0) return
  const features = (await openMessages(chat.sealer, rows)).map(featuresOf)
  const secrets = await secretsOf(chat, guildKey, features.flat())
  if (!secrets) return
  const days = rows.map((row) => dayOf(row.id))
  const tokenOf = memoized(secrets)
  const given = rows.map((row, at) => {
    const tokens = (features[at] ?? []).map((one) => tokenOf(one, days[at] ?? 0))
    return { row, tokens: [...new Set(tokens)] }
  })
  await insertTokens(tx, given, anew)
  await insertDays(tx, guildId, [...new Set(days)])
}

/** Messages that are indexed together share days and words. */
function memoized(secrets: ReadonlyMap<string, Uint8Array>) {
  const made = new Map<string, number>()
  return (feature: string, day: number): number => {
    const key = `${day} ${feature}`
    const token = made.get(key) ?? tokenOn(secrets.get(feature) ?? none, day)
    made.set(key, token)
    return token
  }
}

const none = new Uint8Array(0)
