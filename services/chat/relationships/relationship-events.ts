import type { Chat } from '../chat.ts'
import { deletedUser, type Dispatch, type Relationship } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import type { RelationshipRow } from './relationship-store.ts'

/** How what one account thinks of another changed. */
export interface RelationshipChange {
  readonly accountId: string
  readonly otherId: string
  readonly before: RelationshipRow['type'] | null
  /** Null: it thinks nothing of it any more. */
  readonly after: Pick<RelationshipRow, 'type' | 'since'> | null
}

/** Rows as their owner sees them, in order. */
export async function showRelationships(
  chat: Chat,
  rows: readonly Omit<RelationshipRow, 'accountId'>[],
): Promise<Relationship[]> {
  const users = await chat.authors.usersOfAccounts(rows.map((row) => row.otherId))
  return rows.map(({ otherId, type, since }) => ({
    id: otherId,
    type,
    user: users.get(otherId) ?? deletedUser(otherId),
    nickname: null,
    since: since.toISOString(),
  }))
}

/** Tells each account of its own side. */
export async function publishRelationships(
  chat: Chat,
  changes: readonly RelationshipChange[],
): Promise<void> {
  const told = await Promise.all(changes.map((change) => eventOf(chat, change)))
  publish(chat.bus, told.flat())
}

async function eventOf(chat: Chat, change: RelationshipChange): Promise<Dispatch[]> {
  const { accountId, otherId, before, after } = change
  if (before === (after?.type ?? null)) return []
  const audience = { kind: 'account', accountId } as const
  if (!after) return [{ t: 'RELATIONSHIP_REMOVE', d: { id: otherId, type: before }, audience }]
  const [d] = await showRelationships(chat, [{ otherId, ...after }])
  return d ? [{ t: before === null ? 'RELATIONSHIP_ADD' : 'RELATIONSHIP_UPDATE', d, audience }] : []
}
