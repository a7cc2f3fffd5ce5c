import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface InviteRow {
  readonly code: string
  readonly guildId: string
  readonly channelId: string
  /** The membership that made it; null once that was erased. */
  readonly inviterRef: string | null
  readonly maxUses: number
  readonly uses: number
  readonly maxAge: number
  readonly temporary: boolean
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

interface Row {
  code: string
  guild_id: string
  channel_id: string
  inviter_ref: string | null
  max_uses: number
  uses: number
  max_age: number
  temporary: boolean
  created_at: Date
  expires_at: Date | null
}

function inviteOf(row: Row): InviteRow {
  return {
    code: row.code,
    guildId: row.guild_id,
    channelId: row.channel_id,
    inviterRef: row.inviter_ref,
    maxUses: row.max_uses,
    uses: row.uses,
    maxAge: row.max_age,
    temporary: row.temporary,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

/** An invite that can still be used at `now`. */
export async function findInvite(
  { sql }: Connection<Schema>,
  code: string,
  now: Date,
): Promise<InviteRow | null> {
  const [row] = await sql<Row[]>`
    select * from invites where code = ${code} and (expires_at is null or expires_at > ${now})
      and (max_uses = 0 or uses < max_uses)`
  return row ? inviteOf(row) : null
}

/** Counts one more use and answers the invite; null where it ended or was used up. */
export async function takeUse({ sql }: Tx, code: string, now: Date): Promise<InviteRow | null> {
  const [row] = await sql<Row[]>`
    update invites set uses = uses + 1 where code = ${code} and (expires_at is null or expires_at > ${now})
      and (max_uses = 0 or uses < max_uses) returning *`
  return row ? inviteOf(row) : null
}

/** The usable invites of a guild, or of one channel of it, oldest first. */
export async function listInvites(
  { sql }: Connection<Schema>,
  of: { readonly guildId: string; readonly channelId?: string },
  now: Date,
): Promise<InviteRow[]> {
  const rows = await sql<Row[]>`
    select * from invites where guild_id = ${of.guildId}
      and (${of.channelId ?? null}::bigint is null or channel_id = ${of.channelId ?? null})
      and (expires_at is null or expires_at > ${now}) and (max_uses = 0 or uses < max_uses)
    order by created_at, code`
  return rows.map(inviteOf)
}

export async function countInvites({ sql }: Tx, guildId: string, now: Date): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from invites
    where guild_id = ${guildId} and (expires_at is null or expires_at > ${now})`
  return row?.count ?? 0
}

export async function insertInvite({ kysely }: Tx, invite: InviteRow): Promise<void> {
  await kysely
    .insertInto('invites')
    .values({
      code: invite.code,
      guild_id: invite.guildId,
      channel_id: invite.channelId,
      inviter_ref: invite.inviterRef,
      max_uses: invite.maxUses,
      uses: invite.uses,
      max_age: invite.maxAge,
      temporary: invite.temporary,
      created_at: invite.createdAt,
      expires_at: invite.expiresAt,
    })
    .execute()
}

/** False where it was not there. */
export async function removeInvite({ sql }: Connection<Schema>, code: string): Promise<boolean> {
  const { count } = await sql`delete from invites where code = ${code}`
  return count > 0
}
