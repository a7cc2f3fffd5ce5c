import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** Who else changes accounts of this person waits until the transaction ends. */
export async function lockPerson(tx: Transaction<Schema>, personId: string): Promise<void> {
  await tx.sql`select from persons where id = ${personId} for no key update`
}

export async function countSecondaries(tx: Transaction<Schema>, personId: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from accounts
    where person_id = ${personId} and kind = 'secondary' and forgotten_at is null`
  return row?.count ?? 0
}

/** Another account of the person becomes the primary one; false where it is none of theirs. */
export async function updatePrimary(
  tx: Transaction<Schema>,
  personId: string,
  accountId: string,
): Promise<boolean> {
  await tx.sql`
    update accounts set kind = 'secondary'
    where person_id = ${personId} and kind = 'primary' and id <> ${accountId}`
  const { count } = await tx.sql`
    update accounts set kind = 'primary'
    where id = ${accountId} and person_id = ${personId} and forgotten_at is null`
  return count > 0
}

/** Whether an account is the primary one of a person who has others too. */
export async function hasSuccessor(on: Connection<Schema>, accountId: string): Promise<boolean> {
  const [row] = await on.sql<{ has: boolean }[]>`
    select exists (
      select from accounts a join accounts other on other.person_id = a.person_id
      where a.id = ${accountId} and a.kind = 'primary' and a.forgotten_at is null
        and other.id <> a.id and other.forgotten_at is null
    ) as has`
  return row?.has ?? false
}
