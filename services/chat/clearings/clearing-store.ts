import type { Selectable } from 'kysely'
import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type ClearingRow = Selectable<Schema['clearings']>

export interface ClearingKey {
  readonly guildId: string
  readonly ref: string
}

type Db = Connection<Schema>

export async function findClearing({ sql }: Db, { guildId, ref }: ClearingKey): Promise<ClearingRow | null> {
  const [row] = await sql<ClearingRow[]>`
    select * from clearings where guild_id = ${guildId} and membership_ref = ${ref}`
  return row ?? null
}

/** Begins one, in the place of one that is done. */
export async function insertClearing(
  { sql }: Transaction<Schema>,
  { guildId, ref }: ClearingKey,
  { oldKeyId, at }: { readonly oldKeyId: string; readonly at: Date },
): Promise<void> {
  await sql`
    insert into clearings (guild_id, membership_ref, old_key_id, asked_at)
    values (${guildId}, ${ref}, ${oldKeyId}, ${at})
    on conflict (guild_id, membership_ref) do update
    set newest = null, old_key_id = excluded.old_key_id, deleted = 0, asked_at = excluded.asked_at, done_at = null`
}

/** Says up to which message everything goes, where that was not known. Answers what is known now. */
export async function settleNewest({ sql }: Db, { ref }: ClearingKey, newest: string): Promise<string> {
  const [row] = await sql<{ newest: string }[]>`
    update clearings set newest = coalesce(newest, ${newest}) where membership_ref = ${ref} returning newest`
  return row?.newest ?? newest
}

export async function addCleared({ sql }: Db, { ref }: ClearingKey, count: number): Promise<void> {
  await sql`update clearings set deleted = deleted + ${count} where membership_ref = ${ref}`
}

export async function endClearing({ sql }: Db, { ref }: ClearingKey, at: Date): Promise<void> {
  await sql`update clearings set done_at = ${at} where membership_ref = ${ref}`
}

/** Gives a membership another key; answers the one it had. Nobody else changes it until `tx` ends. */
export async function exchangeContentKey(
  { sql }: Transaction<Schema>,
  ref: string,
  keyId: string,
): Promise<string> {
  const [row] = await sql<{ old: string }[]>`
    with old as (select content_key_id from memberships where ref = ${ref} for update)
    update memberships set content_key_id = ${keyId} from old where ref = ${ref}
    returning old.content_key_id as old`
  if (!row) throw new Error('a membership went away while its guild was held')
  return row.old
}
