import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

/** Somebody who waits, with their one account. */
export interface ApplicantRow {
  readonly id: string
  readonly person_id: string
  readonly username: Buffer
  readonly display_name: Buffer | null
  readonly reason: Buffer | null
  readonly waiting_since: Date
}

/** Those who wait, longest first. */
export async function listApplicantRows(on: Connection<Schema>, most: number): Promise<ApplicantRow[]> {
  return on.sql<ApplicantRow[]>`
    select a.id, a.person_id, a.username, a.display_name, p.reason, p.waiting_since
    from persons p join accounts a on a.person_id = p.id
    where p.waiting_since is not null
    order by p.waiting_since, a.id limit ${most}`
}

/** Lets somebody in and answers their id; undefined where nobody of that account waits. */
export async function updateApproved(
  tx: Transaction<Schema>,
  accountId: string,
): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string }[]>`
    update persons set waiting_since = null, reason = null
    where waiting_since is not null and id = (select person_id from accounts where id = ${accountId})
    returning id`
  return row?.id
}

/** What is left to do for somebody who was deleted. */
export interface RemovedApplicant {
  readonly keys: readonly string[]
  /** Their verified address, and the one that waited for that. */
  readonly contact: string | null
  readonly pending: string | null
}

/** Deletes somebody who waits, account included; null where nobody of that account waits. */
export async function removeApplicant(
  tx: Transaction<Schema>,
  accountId: string,
): Promise<RemovedApplicant | null> {
  interface Row extends Pick<Schema['persons'], 'contact' | 'pending_contact'> {
    readonly person_key: string
    readonly profile_key: string
  }
  const [row] = await tx.sql<Row[]>`
    delete from persons p using accounts a
    where a.id = ${accountId} and p.id = a.person_id and p.waiting_since is not null
    returning p.key_id as person_key, a.profile_key_id as profile_key, p.contact, p.pending_contact`
  if (!row) return null
  return { keys: [row.person_key, row.profile_key], contact: row.contact, pending: row.pending_contact }
}

export async function listStaleApplicants(
  on: Connection<Schema>,
  before: Date,
  most: number,
): Promise<string[]> {
  const rows = await on.sql<{ id: string }[]>`
    select a.id from persons p join accounts a on a.person_id = p.id
    where p.waiting_since <= ${before} limit ${most}`
  return rows.map(({ id }) => id)
}
