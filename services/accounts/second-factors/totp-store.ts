import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type TotpRow = Schema['totp_secrets']

/** A secret that does not count yet takes the place of another; false where one counts already. */
export async function insertTotp(on: Connection<Schema>, row: TotpRow): Promise<boolean> {
  const { count } = await on.sql`
    insert into totp_secrets ${on.sql({ ...row })}
    on conflict (person_id) do update
    set secret = excluded.secret, created_at = excluded.created_at, last_step = null
    where totp_secrets.confirmed_at is null`
  return count > 0
}

export async function findTotp(on: Connection<Schema>, personId: string): Promise<TotpRow | undefined> {
  return on.kysely.selectFrom('totp_secrets').selectAll().where('person_id', '=', personId).executeTakeFirst()
}

/** Uses up the code of a step and those before it; false where that has been done. Of two at once, one succeeds. */
export async function updateLastStep(
  on: Connection<Schema>,
  personId: string,
  step: number,
): Promise<boolean> {
  const { count } = await on.sql`
    update totp_secrets set last_step = ${step}
    where person_id = ${personId} and (last_step is null or last_step < ${step})`
  return count > 0
}

/** False where it counted already. */
export async function updateConfirmed(on: Connection<Schema>, personId: string, at: Date): Promise<boolean> {
  const { count } = await on.sql`
    update totp_secrets set confirmed_at = ${at} where person_id = ${personId} and confirmed_at is null`
  return count > 0
}

/** False where there was none that counted. */
export async function removeTotpRow(on: Connection<Schema>, personId: string): Promise<boolean> {
  const removed = await on.kysely
    .deleteFrom('totp_secrets')
    .where('person_id', '=', personId)
    .returning('confirmed_at')
    .executeTakeFirst()
  return removed !== undefined && removed.confirmed_at !== null
}
