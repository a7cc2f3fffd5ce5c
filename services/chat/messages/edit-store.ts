import type { Selectable } from 'kysely'
import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'
import type { MessageKey } from './message-store.ts'

export type EditRow = Selectable<Schema['message_edits']>

type Db = Connection<Schema>

/** Keeps what a message said until now. */
export async function insertEdit(db: Db, edit: EditRow): Promise<void> {
  await db.kysely.insertInto('message_edits').values(edit).execute()
}

/** The newest `limit` of a message, newest first. */
export async function listEditRows({ sql }: Db, key: MessageKey, limit: number): Promise<EditRow[]> {
  return sql<EditRow[]>`
    select * from message_edits where channel_id = ${key.channelId} and message_id = ${key.id}
    order by id desc limit ${limit}`
}
