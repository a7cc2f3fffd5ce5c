import type { Sealer } from '@alles/platform/catalogue'
import { catalogue } from '../catalogue.ts'
import type { MemberState } from '../contract/index.ts'
import type { MemberRow } from './member-reading-store.ts'

/** Stored members as the program holds them, in order: their nicknames are opened in one batch. */
export async function openMembers(sealer: Sealer, rows: readonly MemberRow[]): Promise<MemberState[]> {
  const named = rows.flatMap((row) =>
    row.nick === null ? [] : [{ ref: row.ref, row: `${row.guild_id}:${row.ref}`, sealed: row.nick }],
  )
  const opened = named.length === 0 ? [] : await sealer.open(catalogue.tables.members, 'nick', named)
  const nicks = new Map(named.map((one, index) => [one.ref, opened[index] ?? null]))
  return rows.map((row) => ({
    accountId: row.account_id,
    membershipRef: row.ref,
    contentKeyId: row.content_key_id,
    nick: nicks.get(row.ref) ?? null,
    roleIds: row.role_ids,
    joinedAt: row.joined_at.getTime(),
    pending: row.pending,
    timedOutUntil: row.timed_out_until?.getTime() ?? null,
    temporary: row.temporary,
    avatar: row.avatar,
    version: row.version,
  }))
}
