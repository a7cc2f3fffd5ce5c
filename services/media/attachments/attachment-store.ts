import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export type AttachmentRow = Schema['attachments']

export async function insertAttachments(
  tx: Transaction<Schema>,
  rows: readonly AttachmentRow[],
): Promise<void> {
  await tx.kysely.insertInto('attachments').values(rows).execute()
}

export async function findAttachment(on: Connection<Schema>, id: string): Promise<AttachmentRow | undefined> {
  return on.kysely.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Which attachments: exactly one of these. */
export type Which =
  | { readonly ids: readonly string[] }
  | { readonly bundles: readonly string[] }
  | { readonly channelIds: readonly string[] }
  | { readonly keys: readonly string[] }

const columns = { ids: 'id', bundles: 'bundle', channelIds: 'channel_id', keys: 'key_id' } as const

/** Some of them, oldest first. */
export async function listAttachments(
  on: Connection<Schema>,
  which: Which,
  most: number,
): Promise<AttachmentRow[]> {
  const [[name, values]] = Object.entries(which) as [[keyof typeof columns, string[]]]
  if (values.length === 0) return []
  return on.kysely
    .selectFrom('attachments')
    .selectAll()
    .where(columns[name], 'in', values)
    .orderBy('id', 'asc')
    .limit(most)
    .execute()
}

export async function removeAttachments(on: Connection<Schema>, ids: readonly string[]): Promise<void> {
  await on.kysely.deleteFrom('attachments').where('id', 'in', ids).execute()
}

export async function listUnsettledBundles(
  on: Connection<Schema>,
  before: Date,
  most: number,
): Promise<string[]> {
  const rows = await on.kysely
    .selectFrom('attachments')
    .select('bundle')
    .where('unsettled', '=', true)
    .where('created_at', '<=', before)
    .groupBy('bundle')
    .orderBy((select) => select.fn.min('created_at'))
    .limit(most)
    .execute()
  return rows.map(({ bundle }) => bundle)
}

export async function settleBundles(on: Connection<Schema>, bundles: readonly string[]): Promise<void> {
  if (bundles.length === 0) return
  await on.kysely
    .updateTable('attachments')
    .set({ unsettled: false })
    .where('bundle', 'in', bundles)
    .where('unsettled', '=', true)
    .execute()
}

/** Those of `blobs` that an attachment names. */
export async function listKnownAttachments(
  on: Connection<Schema>,
  blobs: readonly string[],
): Promise<Pick<AttachmentRow, 'blob' | 'size'>[]> {
  return on.kysely.selectFrom('attachments').select(['blob', 'size']).where('blob', 'in', blobs).execute()
}
