import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type ApplicationRow = Schema['applications']

export async function insertApplication(on: Connection<Schema>, row: ApplicationRow): Promise<void> {
  await on.kysely.insertInto('applications').values(row).execute()
}

export async function findApplicationRow(
  on: Connection<Schema>,
  id: string,
): Promise<ApplicationRow | undefined> {
  return on.kysely.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Those that are there, in any order. */
export async function listApplicationsById(
  on: Connection<Schema>,
  ids: readonly string[],
): Promise<ApplicationRow[]> {
  if (ids.length === 0) return []
  return on.kysely.selectFrom('applications').selectAll().where('id', 'in', ids).execute()
}

/** Those that registered themselves before a moment and that nobody is connected with. At most 1000. */
export async function listUnused(on: Connection<Schema>, before: Date): Promise<ApplicationRow[]> {
  return on.kysely
    .selectFrom('applications as a')
    .selectAll('a')
    .where('a.owner_account_id', 'is', null)
    .where('a.created_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('grants as g').select('g.account_id').whereRef('g.application_id', '=', 'a.id'))),
    )
    .limit(1000)
    .execute()
}

/** An account's applications, oldest first. */
export async function listApplicationRows(on: Connection<Schema>, owner: string): Promise<ApplicationRow[]> {
  return on.kysely
    .selectFrom('applications')
    .selectAll()
    .where('owner_account_id', '=', owner)
    .orderBy('created_at', 'asc')
    .orderBy('id', 'asc')
    .execute()
}

export async function countApplications(on: Connection<Schema>, owner: string): Promise<number> {
  const row = await on.kysely
    .selectFrom('applications')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('owner_account_id', '=', owner)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function updateApplication(
  on: Connection<Schema>,
  id: string,
  change: Partial<ApplicationRow>,
): Promise<void> {
  await on.kysely.updateTable('applications').set(change).where('id', '=', id).execute()
}

/** False where there is none (any more). */
export async function removeApplication(on: Connection<Schema>, id: string): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('applications')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return removed !== undefined
}

/** The application whose bot has this token. */
export async function findByBotToken(
  on: Connection<Schema>,
  tokenHash: Buffer,
): Promise<ApplicationRow | undefined> {
  return on.kysely
    .selectFrom('applications')
    .selectAll()
    .where('bot_token_hash', '=', tokenHash)
    .executeTakeFirst()
}

/** Takes the tokens of an account's bots, and of the account itself where it is one; answers whose they were. */
export async function clearBotTokens(on: Connection<Schema>, accountId: string): Promise<string[]> {
  const rows = await on.kysely
    .updateTable('applications')
    .set({ bot_token_hash: null })
    .where((where) => where.or([where('owner_account_id', '=', accountId), where('id', '=', accountId)]))
    .where('bot_token_hash', 'is not', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}
