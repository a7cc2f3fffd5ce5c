import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** How many accounts are connected with each application. */
export async function countConnected(
  on: Connection<Schema>,
  applicationIds: readonly string[],
): Promise<Map<string, number>> {
  if (applicationIds.length === 0) return new Map()
  const rows = await on.kysely
    .selectFrom('grants')
    .select((select) => ['application_id', select.fn.countAll<string>().as('count')])
    .where('application_id', 'in', applicationIds)
    .groupBy('application_id')
    .execute()
  return new Map(rows.map((row) => [row.application_id, Number(row.count)]))
}

/** How many sign-ins each application had since a day. */
export async function countSignIns(
  on: Connection<Schema>,
  applicationIds: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  if (applicationIds.length === 0) return new Map()
  const rows = await on.kysely
    .selectFrom('sign_in_counts')
    .select((select) => ['application_id', select.fn.sum<string>('count').as('count')])
    .where('application_id', 'in', applicationIds)
    .where('day', '>=', since)
    .groupBy('application_id')
    .execute()
  return new Map(rows.map((row) => [row.application_id, Number(row.count)]))
}

export async function addToCount(on: Connection<Schema>, applicationId: string, at: Date): Promise<void> {
  await on.sql`
    insert into sign_in_counts (application_id, day, count) values (${applicationId}, ${at}::date, 1)
    on conflict (application_id, day) do update set count = sign_in_counts.count + 1`
}
