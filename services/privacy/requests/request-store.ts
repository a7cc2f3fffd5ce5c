import type { Connection, Transaction } from '@alles/platform/postgres'
import type { EraseMode, RequestKind, RequestState, Scope } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

export interface RequestRow {
  readonly id: string
  readonly account_id: string | null
  readonly person_id: string | null
  readonly kind: RequestKind
  readonly mode: EraseMode | null
  readonly scope: Scope
  readonly state: RequestState
  readonly received_at: Date
  readonly starts_at: Date
  readonly due_at: Date
  /** Until when the accounts of a person go, one by one; null where all go at once. */
  readonly spread_until: Date | null
}

/** Whose requests somebody may see: those of an account, and those made for its person as a whole. */
export interface Requester {
  readonly accountId: string
  readonly personId: string
}

/** False where the account has an open erasure already. */
export async function insertRequest(tx: Transaction<Schema>, row: RequestRow): Promise<boolean> {
  const { count } = await tx.sql`
    insert into requests ${tx.sql({ ...row })}
    on conflict (account_id) where kind = 'erasure' and state in ('waiting', 'running') do nothing`
  return count > 0
}

/** An open erasure of the account becomes this one. Answers the id of the request that now stands for it. */
export async function insertOrReplaceErasure(tx: Transaction<Schema>, row: RequestRow): Promise<string> {
  const [kept] = await tx.sql<{ id: string }[]>`
    insert into requests ${tx.sql({ ...row })}
    on conflict (account_id) where kind = 'erasure' and state in ('waiting', 'running')
    do update set mode = excluded.mode, scope = excluded.scope, person_id = excluded.person_id, state = excluded.state, starts_at = excluded.starts_at,
      spread_until = null
    returning id`
  return kept?.id ?? row.id
}

export async function listRequestRows(
  connection: Connection<Schema>,
  { accountId, personId }: Requester,
): Promise<RequestRow[]> {
  return connection.sql<RequestRow[]>`
    select * from requests
    where account_id = ${accountId} or (person_id = ${personId} and scope = 'person')
    order by id desc limit 200`
}

export async function findRequest(
  connection: Connection<Schema>,
  id: string,
  { accountId, personId }: Requester,
): Promise<RequestRow | null> {
  const [row] = await connection.sql<RequestRow[]>`
    select * from requests
    where id = ${id} and (account_id = ${accountId} or (person_id = ${personId} and scope = 'person'))`
  return row ?? null
}

export async function findRequestById(
  connection: Connection<Schema>,
  id: string,
): Promise<RequestRow | undefined> {
  const [row] = await connection.sql<RequestRow[]>`select * from requests where id = ${id}`
  return row
}

/** Null unless the request is in one of the states `from`. */
export async function updateState(
  connection: Connection<Schema>,
  id: string,
  change: { from: readonly RequestState[]; to: RequestState; finishedAt?: Date },
): Promise<RequestRow | null> {
  const [row] = await connection.sql<RequestRow[]>`
    update requests set state = ${change.to}, finished_at = ${change.finishedAt ?? null}
    where id = ${id} and state = any(${[...change.from]}) returning *`
  return row ?? null
}

/** An erasure that waits or is being carried out. */
export async function findOpenErasure(
  connection: Connection<Schema>,
  id: string,
): Promise<RequestRow | null> {
  const [row] = await connection.sql<RequestRow[]>`
    select * from requests where id = ${id} and kind = 'erasure' and state in ('waiting', 'running')`
  return row ?? null
}

export async function updatePerson(
  connection: Connection<Schema>,
  id: string,
  personId: string,
): Promise<void> {
  await connection.sql`update requests set person_id = ${personId} where id = ${id}`
}

export async function updateSpread(tx: Transaction<Schema>, id: string, until: Date): Promise<void> {
  await tx.sql`update requests set spread_until = ${until} where id = ${id}`
}

/**
 * An account of a person who is being erased has gone: its requests name it no more, and those still open are withdrawn.
 * What was asked for the person stays the person's.
 */
export async function forgetRequestsOf(
  connection: Connection<Schema>,
  accountId: string,
  now: Date,
): Promise<void> {
  await connection.sql`
    update requests set account_id = null,
      person_id = case when scope = 'person' then person_id end,
      state = case when scope = 'account' and state in ('waiting', 'running', 'ready') then 'withdrawn' else state end,
      finished_at = case when scope = 'account' then coalesce(finished_at, ${now}) else finished_at end
    where account_id = ${accountId}`
}

/** Closes the downloads that have been offered since before `before`. */
export async function closeOffered(connection: Connection<Schema>, before: Date, now: Date): Promise<number> {
  const { count } = await connection.sql`
    update requests set state = 'done', finished_at = ${now}
    where kind = 'access' and state in ('waiting', 'ready') and starts_at <= ${before}`
  return count
}

/**
 * The end of an erasure, in one step: the requests of everyone it erased name nobody any more, those still open are
 * withdrawn, and this one is done.
 */
export async function finishErasure(
  connection: Connection<Schema>,
  request: RequestRow,
  now: Date,
): Promise<void> {
  const everyAccount = request.scope === 'person' ? request.person_id : null
  await connection.sql`
    update requests set account_id = null, person_id = null,
      state = case when id = ${request.id} then 'done'
        when state in ('waiting', 'running', 'ready') then 'withdrawn' else state end,
      finished_at = coalesce(finished_at, ${now})
    where id = ${request.id} or account_id = ${request.account_id} or person_id = ${everyAccount}`
}
