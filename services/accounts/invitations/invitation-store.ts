import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type InvitationRow = Schema['invitations']

export async function insertInvitation(on: Connection<Schema>, row: InvitationRow): Promise<void> {
  await on.kysely.insertInto('invitations').values(row).execute()
}

/** Those that can still be used, newest first. */
export async function listInvitationRows(
  on: Connection<Schema>,
  now: Date,
  most: number,
): Promise<InvitationRow[]> {
  return on.kysely
    .selectFrom('invitations')
    .selectAll()
    .where('uses_left', '>', 0)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
}

export async function hasInvitation(on: Connection<Schema>, index: Buffer, now: Date): Promise<boolean> {
  const [row] = await on.sql<{ has: boolean }[]>`
    select exists (
      select from invitations where code_index = ${index} and uses_left > 0 and expires_at > ${now}
    ) as has`
  return row?.has ?? false
}

/** Counts one use; false where none is left. Of two on the last use, one waits for the other and gets false. */
export async function takeInvitation(tx: Transaction<Schema>, index: Buffer, now: Date): Promise<boolean> {
  const { count } = await tx.sql`
    update invitations set uses_left = uses_left - 1
    where code_index = ${index} and uses_left > 0 and expires_at > ${now}`
  return count > 0
}

export async function removeInvitation(on: Connection<Schema>, id: string): Promise<boolean> {
  const { count } = await on.sql`delete from invitations where id = ${id}`
  return count > 0
}
