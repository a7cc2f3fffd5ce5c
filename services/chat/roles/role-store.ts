import type { Transaction } from '@alles/platform/postgres'
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
}

export async function updateRole({ kysely }: Tx, id: string, change: RoleChange): Promise<void> {
  const { permissions, ...rest } = change
  const columns = { ...rest, ...(permissions !== undefined && { permissions: permissions.toString() }) }
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
