import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface AuditRow {
  readonly id: string
  readonly action: number
  readonly actorRef: string | null
  readonly targetId: string | null
  readonly targetRef: string | null
  readonly channelId: string | null
  /** Whether everybody in the guild could see the channel when it happened. */
  readonly open: boolean
  readonly createdAt: Date
  readonly reason: Buffer | null
  readonly details: Buffer | null
}

export async function insertAuditEntry(
  { kysely }: Transaction<Schema>,
  guildId: string,
  row: AuditRow,
): Promise<void> {
  await kysely
    .insertInto('audit_log')
    .values({
      guild_id: guildId,
      id: row.id,
      action: row.action,
      actor_ref: row.actorRef,
      target_id: row.targetId,
      target_ref: row.targetRef,
      channel_id: row.channelId,
      open: row.open,
      created_at: row.createdAt,
      reason: row.reason,
      details: row.details,
    })
    .execute()
}

export interface AuditPage {
  readonly guildId: string
  readonly limit: number
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly actorRef?: string | undefined
  readonly action?: number | undefined
}

/** Channels there are now, and those of them whoever asks may see. Null: they may see all that ever were. */
export type AuditSight = { readonly there: readonly string[]; readonly seen: readonly string[] } | null

/** Newest first; with `after` oldest first. */
export async function listAuditRows(
  { sql }: Connection<Schema>,
  page: AuditPage,
  sight: AuditSight,
): Promise<AuditRow[]> {
  const bigints = (ids: readonly string[]) => sql.array([...ids], 1016)
  return sql<AuditRow[]>`
    select id, action, actor_ref as "actorRef", target_id as "targetId", target_ref as "targetRef",
      channel_id as "channelId", open, created_at as "createdAt", reason, details
    from audit_log where guild_id = ${page.guildId}
      ${page.before === undefined ? sql`` : sql`and id < ${page.before}`}
      ${page.after === undefined ? sql`` : sql`and id > ${page.after}`}
      ${page.actorRef === undefined ? sql`` : sql`and actor_ref = ${page.actorRef}`}
      ${page.action === undefined ? sql`` : sql`and action = ${page.action}`}
      ${
        sight === null
          ? sql``
          : sql`and (channel_id is null or channel_id = any (${bigints(sight.seen)})
              or (open and channel_id <> all (${bigints(sight.there)})))`
      }
    order by id ${page.after === undefined ? sql`desc` : sql`asc`} limit ${page.limit}`
}
