import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface SettingsRow {
  readonly membershipRef: string
  readonly guildId: string
  /** Sealed. */
  readonly settings: Buffer
}

/** What a membership has chosen, held until `tx` ends; null where it chose nothing. */
export async function lockSettings(
  { sql }: Transaction<Schema>,
  membershipRef: string,
): Promise<Buffer | null> {
  await sql`select pg_advisory_xact_lock(${membershipRef}::bigint)`
  const [row] = await sql<{ settings: Buffer }[]>`
    select settings from notification_settings where membership_ref = ${membershipRef}`
  return row?.settings ?? null
}

export async function putSettings(
  { sql }: Transaction<Schema>,
  membershipRef: string,
  settings: Buffer,
): Promise<void> {
  await sql`
    insert into notification_settings (membership_ref, settings) values (${membershipRef}, ${settings})
    on conflict (membership_ref) do update set settings = excluded.settings`
}

/** What an account chose, in the guilds it is in. */
export async function listSettingsOf({ sql }: Connection<Schema>, accountId: string): Promise<SettingsRow[]> {
  return sql<SettingsRow[]>`
    select n.membership_ref as "membershipRef", m.guild_id as "guildId", n.settings
    from memberships m
    join members l on l.guild_id = m.guild_id and l.membership_ref = m.ref
    join notification_settings n on n.membership_ref = m.ref
    where m.account_id = ${accountId}`
}
