import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type NoticeRow = Schema['notices']

export async function insertNotice(on: Connection<Schema>, row: NoticeRow): Promise<void> {
  await on.kysely.insertInto('notices').values(row).execute()
}

export async function findNotice(on: Connection<Schema>, id: string): Promise<NoticeRow | undefined> {
  return on.kysely.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function removeNotice(on: Connection<Schema>, id: string): Promise<void> {
  await on.kysely.deleteFrom('notices').where('id', '=', id).execute()
}
