import type { Connection, Transaction } from '@alles/platform/postgres'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface NewRole {
  readonly id: string
  readonly guildId: string
  readonly name: Buffer
  readonly permissions: bigint
  readonly position: number
  readonly color: number
  readonly hoist: boolean
  readonly mentionable: boolean
  readonly icon: string | null
  readonly unicodeEmoji: Buffer | null
  /** The membership of the bot whose own role it is. */
  readonly managedBy: string | null
}

export async function insertRole({ kysely }: Tx, role: NewRole): Promise<void> {
  await kysely
    .insertInto('roles')
    .values({
      guild_id: role.guildId,
      id: role.id,
      permissions: role.permissions.toString(),
      position: role.position,
      color: role.color,
      hoist: role.hoist,
      mentionable: role.mentionable,
      managed_by_ref: role.managedBy,
      icon: role.icon,
      unicode_emoji: role.unicodeEmoji,
      name: role.name,
    })
    .execute()
}

/** What to change of a role; absent fields stay. */
export interface RoleChange {
  readonly name?: Buffer
  readonly permissions?: bigint
  readonly color?: number
  readonly hoist?: boolean
  readonly mentionable?: boolean
  readonly icon?: string | null
  readonly unicodeEmoji?: Buffer | null
}

export async function updateRole({ kysely }: Tx, id: string, change: RoleChange): Promise<void> {
  const { permissions, unicodeEmoji, ...rest } = change
  const columns = {
    ...rest,
    ...(permissions !== undefined && { permissions: permissions.toString() }),
    ...(unicodeEmoji !== undefined && { unicode_emoji: unicodeEmoji }),
  }
  if (Object.keys(columns).length === 0) return
  await kysely.updateTable('roles').set(columns).where('id', '=', id).execute()
}

/** Sets the positions of roles of one guild: `ids` from the lowest, which gets `first`. */
export async function updateRolePositions(
  { sql }: Tx,
  guildId: string,
  order: { readonly ids: readonly string[]; readonly first: number },
): Promise<void> {
  if (order.ids.length === 0) return
  await sql`
    update roles set position = (place.number + ${order.first} - 1)::int
    from unnest(${sql.array([...order.ids], 1016)}) with ordinality as place (id, number)
    where roles.guild_id = ${guildId} and roles.id = place.id`
}

/** With everybody's having it, and its overwrites. */
export async function removeRole({ kysely }: Tx, guildId: string, id: string): Promise<void> {
  await kysely.deleteFrom('roles').where('guild_id', '=', guildId).where('id', '=', id).execute()
}

/** How many members have each role of a guild but @everyone. */
export async function listMemberCounts(
  { sql }: Connection<Schema>,
  guildId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; count: number }[]>`
    select id, member_count as count from roles where guild_id = ${guildId} and id <> ${guildId}`
  return new Map(rows.map((row) => [row.id, row.count]))
}
