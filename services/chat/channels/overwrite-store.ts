import type { Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface StoredOverwrite {
  /** A role's id, or for `type` 1 a membership's reference. */
  readonly target: string
  readonly type: 0 | 1
  readonly allow: bigint
  readonly deny: bigint
}

export interface Spot {
  readonly guildId: string
  readonly channelId: string
}

export async function putOverwrite({ sql }: Tx, at: Spot, overwrite: StoredOverwrite): Promise<void> {
  const { target } = overwrite
  const allow = overwrite.allow.toString()
  const deny = overwrite.deny.toString()
  if (overwrite.type === 0)
    await sql`
      insert into role_overwrites (channel_id, role_id, guild_id, allow, deny)
      values (${at.channelId}, ${target}, ${at.guildId}, ${allow}, ${deny})
      on conflict (channel_id, role_id) do update set allow = excluded.allow, deny = excluded.deny`
  else
    await sql`
      insert into member_overwrites (channel_id, membership_ref, guild_id, allow, deny)
      values (${at.channelId}, ${target}, ${at.guildId}, ${allow}, ${deny})
      on conflict (channel_id, membership_ref) do update set allow = excluded.allow, deny = excluded.deny`
}

export async function removeOverwriteOf(
  { kysely }: Tx,
  channelId: string,
  overwrite: Pick<StoredOverwrite, 'target' | 'type'>,
): Promise<void> {
  if (overwrite.type === 0)
    await kysely
      .deleteFrom('role_overwrites')
      .where('channel_id', '=', channelId)
      .where('role_id', '=', overwrite.target)
      .execute()
  else
    await kysely
      .deleteFrom('member_overwrites')
      .where('channel_id', '=', channelId)
      .where('membership_ref', '=', overwrite.target)
      .execute()
}
