import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Db = Connection<Schema>
type Tx = Transaction<Schema>

/** Sealed with the key it names. */
export interface PersonalRow {
  readonly keyId: string
  readonly settings: Buffer | null
  readonly notifications: Buffer | null
}

/** Null where the account chose nothing yet. */
export async function findPersonal({ sql }: Db, accountId: string): Promise<PersonalRow | null> {
  const [row] = await sql<PersonalRow[]>`
    select key_id as "keyId", settings, notifications from personal_settings where account_id = ${accountId}`
  return row ?? null
}

/** The row, made with this key where there was none, held until `tx` ends. */
export async function takePersonal({ sql }: Tx, accountId: string, keyId: string): Promise<PersonalRow> {
  const [row] = await sql<PersonalRow[]>`
    insert into personal_settings (account_id, key_id) values (${accountId}, ${keyId})
    on conflict (account_id) do update set key_id = personal_settings.key_id
    returning key_id as "keyId", settings, notifications`
  if (!row) throw new Error('settings were neither made nor found')
  return row
}

export async function updatePersonal(
  { kysely }: Tx,
  accountId: string,
  change: Partial<Pick<PersonalRow, 'settings' | 'notifications'>>,
): Promise<void> {
  await kysely.updateTable('personal_settings').set(change).where('account_id', '=', accountId).execute()
}

export interface NoteRow {
  readonly otherId: string
  /** Sealed. */
  readonly note: Buffer
}

export async function findNote({ sql }: Db, accountId: string, otherId: string): Promise<Buffer | null> {
  const [row] = await sql<{ note: Buffer }[]>`
    select note from notes where account_id = ${accountId} and other_id = ${otherId}`
  return row?.note ?? null
}

export async function listNotes({ sql }: Db, accountId: string, limit: number): Promise<NoteRow[]> {
  return sql<NoteRow[]>`
    select other_id as "otherId", note from notes where account_id = ${accountId} order by other_id limit ${limit}`
}

export async function putNoteRow({ sql }: Tx, accountId: string, { otherId, note }: NoteRow): Promise<void> {
  await sql`
    insert into notes (account_id, other_id, note) values (${accountId}, ${otherId}, ${note})
    on conflict (account_id, other_id) do update set note = excluded.note`
}

export async function removeNote({ sql }: Db, accountId: string, otherId: string): Promise<void> {
  await sql`delete from notes where account_id = ${accountId} and other_id = ${otherId}`
}

export async function countNotes({ sql }: Db, accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from notes where account_id = ${accountId}`
  return row?.count ?? 0
}

/** Removes what others noted of an account. */
export async function removeNotesOf({ sql }: Db, accountId: string): Promise<void> {
  await sql`delete from notes where other_id = ${accountId}`
}
