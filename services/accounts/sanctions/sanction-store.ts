import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** Suspends, or (null) takes it back. False where the account stands like that already, or is no more. */
export async function updateSuspended(
  { sql }: Connection<Schema>,
  accountId: string,
  since: Date | null,
): Promise<boolean> {
  const { count } = await sql`
    update accounts set suspended_at = ${since}
    where id = ${accountId} and (suspended_at is null) = ${since !== null}`
  return count > 0
}

/** Whether a person has an account that may act. */
export async function hasAccountInGoodStanding(
  { sql }: Connection<Schema>,
  personId: string,
): Promise<boolean> {
  const [row] = await sql<{ standing: boolean }[]>`
    select exists (
      select from accounts where person_id = ${personId} and suspended_at is null and forgotten_at is null
    ) as standing from persons where id = ${personId}`
  return row?.standing ?? false
}

/** Whether a sanction has reached any account of a person. */
export async function hasSuspendedAccount({ sql }: Connection<Schema>, personId: string): Promise<boolean> {
  const [row] = await sql<{ suspended: boolean }[]>`
    select exists (
      select from accounts where person_id = ${personId} and suspended_at is not null
    ) as suspended`
  return row?.suspended ?? false
}
