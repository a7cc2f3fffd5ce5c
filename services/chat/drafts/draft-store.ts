import type { Connection } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Db = Connection<Schema>

export interface DraftKey {
  readonly membershipRef: string
  readonly channelId: string
}

export interface DraftRow extends DraftKey {
  readonly updatedAt: Date
  /** Sealed. */
  readonly content: Buffer
}

export async function upsertDraft({ sql }: Db, draft: DraftRow): Promise<void> {
  await sql`
    insert into drafts (membership_ref, channel_id, updated_at, content)
    values (${draft.membershipRef}, ${draft.channelId}, ${draft.updatedAt}, ${draft.content})
    on conflict (membership_ref, channel_id)
    do update set updated_at = excluded.updated_at, content = excluded.content`
}

/** Whether there was one. */
export async function removeDraft({ sql }: Db, { membershipRef, channelId }: DraftKey): Promise<boolean> {
  const { count } = await sql`
    delete from drafts where membership_ref = ${membershipRef} and channel_id = ${channelId}`
  return count > 0
}

/** An account's drafts, the newest first. */
export async function listDraftsOf({ sql }: Db, accountId: string, limit: number): Promise<DraftRow[]> {
  return sql<DraftRow[]>`
    select d.membership_ref as "membershipRef", d.channel_id as "channelId", d.updated_at as "updatedAt", d.content
    from memberships m join drafts d on d.membership_ref = m.ref
    where m.account_id = ${accountId} order by d.updated_at desc limit ${limit}`
}
