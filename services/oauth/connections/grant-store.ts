import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type GrantRow = Schema['grants']

/**
 * Records what an account agreed to. What it was `asked` for and did not give is taken back, from earlier sign-ins too;
 * what it was not asked for stays as it was.
 */
export async function upsertGrant(
  on: Connection<Schema>,
  row: GrantRow,
  asked: readonly string[],
): Promise<void> {
  const { account_id, application_id } = row
  const [stored] = await on.sql<{ scopes: string }[]>`
    insert into grants (account_id, application_id, scopes, wording, since, last_used_at)
    values (${account_id}, ${application_id}, ${row.scopes}, ${row.wording}, ${row.since}, ${row.last_used_at})
    on conflict (account_id, application_id) do update set
      scopes = array_to_string(array(
        select unnest(string_to_array(excluded.scopes, ' '))
        union (select unnest(string_to_array(grants.scopes, ' ')) except select unnest(${[...asked]}::text[]))), ' '),
      wording = excluded.wording, last_used_at = excluded.last_used_at
    returning scopes`
  await on.sql`
    update sign_ins set scopes = array_to_string(array(
      select unnest(string_to_array(sign_ins.scopes, ' '))
      intersect select unnest(string_to_array(${stored?.scopes ?? ''}, ' '))), ' ')
    where account_id = ${account_id} and application_id = ${application_id}`
  await on.sql`
    delete from tokens using sign_ins s where tokens.sign_in_id = s.id and tokens.kind = 'RefreshToken'
      and s.account_id = ${account_id} and s.application_id = ${application_id}
      and not ('offline_access' = any(string_to_array(s.scopes, ' ')))`
}

/** What these accounts agreed to give an application. */
export async function listGrantsTo(
  on: Connection<Schema>,
  applicationId: string,
  accountIds: readonly string[],
): Promise<GrantRow[]> {
  if (accountIds.length === 0) return []
  return on.kysely
    .selectFrom('grants')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('account_id', 'in', accountIds)
    .execute()
}

/** An account's consents, the latest used first. */
export async function listGrantsOf(on: Connection<Schema>, accountId: string): Promise<GrantRow[]> {
  return on.kysely
    .selectFrom('grants')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('last_used_at', 'desc')
    .orderBy('application_id', 'asc')
    .execute()
}

/** Notes a use where none was noted within the hour. */
export async function updateGrantUsed(
  on: Connection<Schema>,
  by: { accountId: string; applicationId: string },
  hour: Date,
): Promise<void> {
  await on.kysely
    .updateTable('grants')
    .set({ last_used_at: hour })
    .where('account_id', '=', by.accountId)
    .where('application_id', '=', by.applicationId)
    .where('last_used_at', '<', hour)
    .execute()
}

/** Takes a consent with everything that was given because of it. False where there is none. */
export async function removeGrant(
  on: Connection<Schema>,
  accountId: string,
  applicationId: string,
): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('grants')
    .where('account_id', '=', accountId)
    .where('application_id', '=', applicationId)
    .returning('account_id')
    .executeTakeFirst()
  return removed !== undefined
}

export async function removeGrantsOf(on: Connection<Schema>, accountId: string): Promise<void> {
  await on.kysely.deleteFrom('grants').where('account_id', '=', accountId).execute()
}
