import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { RelationshipType } from '../contract/index.ts'
import { lockAccounts } from '../conversations/found-conversation.ts'
import type { Schema } from '../database/types.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
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
  await changeAndTell(chat, {
    async apply(tx) {
      await lockAccounts(tx, [pair.accountId, pair.otherId])
      const before = await findBetween(tx, pair.accountId, pair.otherId)
      const after = await judge(before, tx)
      for (const { side, ...row } of sides)
        await store(tx, row, { type: after[side], known: before[side], since })
      return { before, after }
    },
    about({ before, after }) {
      const changed = sides.filter(({ side }) => before[side] !== after[side])
      if (changed.length === 0) return null
      return { own: changed.map(({ accountId, otherId }) => [accountId, 'relationship', otherId]) }
    },
    async tell({ before, after }) {
      announceReach(chat, [pair.accountId, pair.otherId])
      await publishRelationships(
        chat,
        sides.map(({ side, ...row }) => {
          const type = after[side]
          return { ...row, before: before[side], after: type === null ? null : { type, since } }
        }),
      )
    },
  })
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
