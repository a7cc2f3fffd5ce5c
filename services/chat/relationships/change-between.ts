import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { RelationshipType } from '../contract/index.ts'
import { lockAccounts } from '../conversations/found-conversation.ts'
import type { Schema } from '../database/types.ts'
import { announceReach } from './announce-reach.ts'
import { publishRelationships } from './relationship-events.ts'
import { findBetween, putRelationship, removeRelationship, type Between } from './relationship-store.ts'

export interface Pair {
  readonly accountId: string
  readonly otherId: string
}

/**
 * Changes what two accounts think of each other to what `judge` makes of it, which may refuse. Nobody else changes it, and
 * neither account is erased, meanwhile; whoever is concerned hears of its own side alone.
 */
export async function changeBetween(
  chat: Chat,
  pair: Pair,
  judge: (before: Between, tx: Transaction<Schema>) => Promise<Between> | Between,
): Promise<void> {
  const since = new Date(chat.clock.now())
  const sides = sidesOf(pair)
  const { before, after } = await chat.database.transaction(async (tx) => {
    await lockAccounts(tx, [pair.accountId, pair.otherId])
    const known = await findBetween(tx, pair.accountId, pair.otherId)
    const wanted = await judge(known, tx)
    for (const { side, ...row } of sides)
      await store(tx, row, { type: wanted[side], known: known[side], since })
    return { before: known, after: wanted }
  })
  announceReach(chat, [pair.accountId, pair.otherId])
  await publishRelationships(
    chat,
    sides.map(({ side, ...row }) => {
      const type = after[side]
      return { ...row, before: before[side], after: type === null ? null : { type, since } }
    }),
  )
}

function sidesOf({ accountId, otherId }: Pair) {
  return [
    { side: 'own', accountId, otherId },
    { side: 'theirs', accountId: otherId, otherId: accountId },
  ] as const
}

async function store(
  tx: Transaction<Schema>,
  row: Pair,
  change: {
    readonly type: RelationshipType | null
    readonly known: RelationshipType | null
    readonly since: Date
  },
): Promise<void> {
  const { type, known, since } = change
  if (type === known) return
  if (type === null) await removeRelationship(tx, row)
  else await putRelationship(tx, { ...row, type, since })
}
