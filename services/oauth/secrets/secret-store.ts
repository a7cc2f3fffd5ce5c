import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type SecretRow = Schema['client_secrets']

export async function insertSecret(on: Connection<Schema>, row: SecretRow): Promise<void> {
  await on.kysely.insertInto('client_secrets').values(row).execute()
}

/** The secrets of some applications, oldest first. */
export async function listSecretRows(
  on: Connection<Schema>,
  applicationIds: readonly string[],
): Promise<SecretRow[]> {
  if (applicationIds.length === 0) return []
  return on.kysely
    .selectFrom('client_secrets')
    .selectAll()
    .where('application_id', 'in', applicationIds)
    .orderBy('created_at', 'asc')
    .orderBy('id', 'asc')
    .execute()
}

export async function removeSecret(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.deleteFrom('client_secrets').where('id', '=', id).execute()
}

export async function updateSecretUsed(on: Connection<Schema>, id: string, at: Date): Promise<void> {
  await on.kysely.updateTable('client_secrets').set({ last_used_at: at }).where('id', '=', id).execute()
}

/** Makes other changes of this application's secrets wait until the transaction ends. */
export async function lockSecrets(on: Connection<Schema>, applicationId: string): Promise<void> {
  await on.sql`select 1 from applications where id = ${applicationId} for update`
}
