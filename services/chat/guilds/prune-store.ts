import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

export interface Pruning {
  readonly guildId: string
  /** Came before this moment, and wrote nothing since: no message with this id or a higher one. */
  readonly before: Date
  readonly oldest: string
  /** Who has other roles stays. */
  readonly roleIds: readonly string[]
  /** The membership of who prunes, which stays, as the owner does. */
  readonly actorRef: string
}

const matching = ({ sql }: Connection<Schema>, asked: Pruning) => sql`
  from members l join memberships m on m.ref = l.membership_ref
  where l.guild_id = ${asked.guildId} and m.account_id is not null and l.joined_at < ${asked.before}
    and l.membership_ref <> ${asked.actorRef}
    and l.membership_ref <> (select owner_ref from guilds where id = ${asked.guildId})
    and not exists (
      select from member_roles r where r.guild_id = l.guild_id and r.membership_ref = l.membership_ref
        and r.role_id <> all (${sql.array([...asked.roleIds], 1016)}))
    and not exists (
      select from messages w where w.author_ref = l.membership_ref and w.id >= ${asked.oldest})`

export async function countAway(on: Connection<Schema>, asked: Pruning): Promise<number> {
  const [row] = await on.sql<{ count: number }[]>`select count(*)::int as count ${matching(on, asked)}`
  return row?.count ?? 0
}

/** The accounts of some of them. */
export async function listAway(tx: Transaction<Schema>, asked: Pruning, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ account_id: string }[]>`
    select m.account_id ${matching(tx, asked)} order by l.membership_ref limit ${limit}`
  return rows.map((row) => row.account_id)
}
