import { hash } from 'node:crypto'
import type { Chat } from '../chat.ts'

const purpose = 'search'
const secretBytes = 16
const dayMs = 86_400_000

/**
 * What a guild's key makes of what its messages are found by, by feature; null once the key is destroyed. The key itself
 * stays with the keys service.
 */
export async function secretsOf(
  chat: Pick<Chat, 'keys'>,
  guildKey: string,
  features: Iterable<string>,
): Promise<Map<string, Uint8Array> | null> {
  const values = [...new Set(features)]
  const made = await chat.keys.keyedIndex({ key: guildKey, purpose, values })
  return made && new Map(values.map((value, at) => [value, made[at]?.subarray(0, secretBytes) ?? noSecret]))
}

const noSecret = new Uint8Array(0)

/** What stands in the index for a feature on one day: 32 bits, which tell nothing of those of other days. */
export function tokenOn(secret: Uint8Array, day: number): number {
  const dated = Buffer.allocUnsafe(secretBytes + 4)
  dated.set(secret)
  dated.writeInt32BE(day, secretBytes)
  // As text, of which no buffer has to be made.
  const made = hash('sha256', dated, 'latin1')
  return [0, 1, 2, 3].reduce((bits, at) => (bits << 8) | made.charCodeAt(at), 0)
}

/** The day, counted from the first of 2015, on which a message was written. */
export function dayOf(messageId: string): number {
  return Math.floor(Number(BigInt(messageId) >> 22n) / dayMs)
}
