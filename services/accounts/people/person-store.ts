import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type PersonRow = Schema['persons']

export async function insertPerson(on: Connection<Schema>, row: PersonRow): Promise<void> {
  await on.kysely.insertInto('persons').values(row).execute()
}

export async function findPerson(on: Connection<Schema>, id: string): Promise<PersonRow | undefined> {
  return on.kysely.selectFrom('persons').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function updateLeaving(on: Connection<Schema>, id: string, since: Date): Promise<void> {
  await on.sql`update persons set leaving_at = coalesce(leaving_at, ${since}) where id = ${id}`
}

/**
 * How an account stands; undefined where there is no such account, it is being erased, or its person waits for approval.
 */
export async function findStanding(
  on: Connection<Schema>,
  accountId: string,
): Promise<{ suspended: boolean } | undefined> {
  const [row] = await on.sql<{ suspended: boolean }[]>`
    select a.suspended_at is not null as suspended
    from accounts a left join persons p on p.id = a.person_id
    where a.id = ${accountId} and a.forgotten_at is null and p.waiting_since is null`
  return row
}

export async function insertAdministrator(
  on: Connection<Schema>,
  personId: string,
  since: Date,
): Promise<void> {
  await on.kysely
    .insertInto('administrators')
    .values({ person_id: personId, since })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removeAdministrator(on: Connection<Schema>, personId: string): Promise<void> {
  await on.kysely.deleteFrom('administrators').where('person_id', '=', personId).execute()
}
