import type { Connection } from '@alles/platform/postgres'
import type { AccountKind } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

export type SessionRow = Schema['sessions']

/** A living session with everything its use depends on. */
export interface LiveSession {
  readonly id: string
  readonly person_id: string
  readonly account_id: string
  readonly proved_at: Date
  readonly last_seen_at: Date
  readonly expires_at: Date
  readonly administrator: boolean
  readonly accounts: readonly {
    readonly id: string
    readonly kind: AccountKind
    readonly suspended: boolean
  }[]
}

export async function insertSession(on: Connection<Schema>, row: SessionRow): Promise<void> {
  await on.kysely.insertInto('sessions').values(row).execute()
}

/** Null where it has ended or its person waits for approval. */
export async function findLiveSession(
  on: Connection<Schema>,
  tokenHash: Buffer,
  now: Date,
): Promise<LiveSession | null> {
  const [row] = await on.sql<LiveSession[]>`
    select s.id, s.person_id, s.account_id, s.proved_at, s.last_seen_at, s.expires_at,
      exists (select from administrators d where d.person_id = s.person_id) as administrator,
      (select json_agg(json_build_object('id', a.id::text, 'kind', a.kind,
          'suspended', a.suspended_at is not null)) from accounts a
        where a.person_id = s.person_id and a.forgotten_at is null) as accounts
    from sessions s join persons p on p.id = s.person_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and p.waiting_since is null`
  return row?.accounts?.some((account) => account.id === row.account_id) ? row : null
}

export async function updateSeen(
  on: Connection<Schema>,
  id: string,
  seen: Pick<SessionRow, 'last_seen_at' | 'expires_at'>,
): Promise<void> {
  await on.kysely.updateTable('sessions').set(seen).where('id', '=', id).execute()
}

export async function updateProved(on: Connection<Schema>, id: string, at: Date): Promise<void> {
  await on.kysely.updateTable('sessions').set({ proved_at: at }).where('id', '=', id).execute()
}

export async function updateCurrentAccount(
  on: Connection<Schema>,
  id: string,
  accountId: string,
): Promise<void> {
  await on.kysely.updateTable('sessions').set({ account_id: accountId }).where('id', '=', id).execute()
}

/** A person's living sessions, the latest used first. */
export async function listSessionRows(
  on: Connection<Schema>,
  personId: string,
  now: Date,
): Promise<SessionRow[]> {
  return on.kysely
    .selectFrom('sessions')
    .selectAll()
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** False where the person has no such session. */
export async function removeSession(on: Connection<Schema>, id: string, personId: string): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('id')
    .executeTakeFirst()
  return removed !== undefined
}

export async function removeSessionsOf(on: Connection<Schema>, personId: string): Promise<string[]> {
  const removed = await on.kysely
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .returning('id')
    .execute()
  return removed.map((row) => row.id)
}

/** Leaves one. */
export async function removeOtherSessions(
  on: Connection<Schema>,
  personId: string,
  keepId: string,
): Promise<string[]> {
  const removed = await on.kysely
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .where('id', '!=', keepId)
    .returning('id')
    .execute()
  return removed.map((row) => row.id)
}

/** Leaves the `keep` sessions that were used last; answers those that went. */
export async function removeOldSessions(
  on: Connection<Schema>,
  personId: string,
  keep: number,
): Promise<string[]> {
  const removed = await on.sql<{ id: string }[]>`
    delete from sessions where id in (
      select id from sessions where person_id = ${personId} order by last_seen_at desc, id desc offset ${keep})
    returning id`
  return removed.map((row) => row.id)
}

export async function removeSessionsAs(on: Connection<Schema>, accountId: string): Promise<string[]> {
  const removed = await on.kysely
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .returning('id')
    .execute()
  return removed.map((row) => row.id)
}

export async function moveSessions(on: Connection<Schema>, from: string, to: string): Promise<void> {
  await on.kysely.updateTable('sessions').set({ account_id: to }).where('account_id', '=', from).execute()
}

export async function listAccountIds(on: Connection<Schema>, personId: string): Promise<string[]> {
  const rows = await on.kysely
    .selectFrom('accounts')
    .select('id')
    .where('person_id', '=', personId)
    .orderBy('kind', 'asc')
    .orderBy('created_at', 'asc')
    .execute()
  return rows.map((row) => row.id)
}
