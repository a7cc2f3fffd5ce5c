import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { Template } from './sending-policy.ts'

export type OutgoingRow = Schema['outgoing']

/** How the sending of a mail ended. */
export type EndState = 'sent' | 'refused' | 'given_up' | 'dropped'

/** False where a mail was asked for with the same id before. */
export async function insertOutgoing(on: Connection<Schema>, row: OutgoingRow): Promise<boolean> {
  const inserted = await on.kysely
    .insertInto('outgoing')
    .values(row)
    .onConflict((conflict) => conflict.column('call_index').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function isCallKnown(on: Connection<Schema>, callIndex: Buffer): Promise<boolean> {
  const row = await on.kysely
    .selectFrom('outgoing')
    .select('id')
    .where('call_index', '=', callIndex)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes a mail that is due for one try. Nobody else takes it before `until`: should this process end in the middle, the
 * mail is tried again then.
 */
export async function takeOutgoing(
  on: Connection<Schema>,
  id: string,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<OutgoingRow | undefined> {
  return on.kysely
    .updateTable('outgoing')
    .set((set) => ({ state: 'sending', attempts: set('attempts', '+', 1), next_at: until }))
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .where('next_at', '<=', now)
    .returningAll()
    .executeTakeFirst()
}

/** When a mail that has not ended is to be tried next. */
export async function findNextTry(on: Connection<Schema>, id: string): Promise<Date | undefined> {
  const row = await on.kysely
    .selectFrom('outgoing')
    .select('next_at')
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row?.next_at
}

export async function postponeOutgoing(
  on: Connection<Schema>,
  id: string,
  { nextAt, fault }: { readonly nextAt: Date; readonly fault: string },
): Promise<boolean> {
  const updated = await on.kysely
    .updateTable('outgoing')
    .set({ state: 'waiting', next_at: nextAt, last_fault: fault })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return updated !== undefined
}

/** What stood in it goes. False where the row is gone, or had ended already. */
export async function finishOutgoing(
  on: Connection<Schema>,
  id: string,
  end: { readonly state: EndState; readonly at: Date; readonly fault: string | null },
): Promise<boolean> {
  const updated = await on.kysely
    .updateTable('outgoing')
    .set({ state: end.state, finished_at: end.at, last_fault: end.fault, content: null })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return updated !== undefined
}

/** Mail of one template to a contact that is still to be sent is not. */
export async function dropWaiting(
  on: Connection<Schema>,
  given: { readonly contact: string; readonly template: Template; readonly at: Date },
): Promise<void> {
  await on.kysely
    .updateTable('outgoing')
    .set({ state: 'dropped', finished_at: given.at, content: null })
    .where('contact', '=', given.contact)
    .where('template', '=', given.template)
    .where('finished_at', 'is', null)
    .execute()
}

export async function listOutgoingIds(on: Connection<Schema>, contact: string): Promise<string[]> {
  const rows = await on.kysely.selectFrom('outgoing').select('id').where('contact', '=', contact).execute()
  return rows.map((row) => row.id)
}

export async function insertBounce(on: Connection<Schema>, row: Schema['bounces']): Promise<void> {
  await on.kysely.insertInto('bounces').values(row).execute()
}

/** Why mail waits that was tried before, the most frequent reason first. */
export async function countStuck(on: Connection<Schema>): Promise<{ fault: string; count: number }[]> {
  return on.sql<{ fault: string; count: number }[]>`
    select last_fault as fault, count(*)::int as count from outgoing
    where finished_at is null and attempts > 0 and last_fault is not null
    group by last_fault order by count(*) desc, last_fault`
}

export async function countGivenUp(on: Connection<Schema>, since: Date): Promise<number> {
  const [row] = await on.sql<{ count: number }[]>`
    select count(*)::int as count from outgoing where finished_at > ${since} and state = 'given_up'`
  return row?.count ?? 0
}
