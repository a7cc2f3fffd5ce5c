import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { sealRoleName } from '../guilds/seal-text.ts'
import { insertRole } from './role-store.ts'

const mostRoles = 250

export interface RoleToPlace {
  readonly id: string
  readonly guild: GuildState
  readonly name?: string | undefined
  readonly permissions: bigint
  readonly color?: number | undefined
  readonly hoist?: boolean | undefined
  readonly mentionable?: boolean | undefined
  /** The membership of the bot whose own role it is. */
  readonly managedBy: string | null
}

/** Puts a new role below all others: the newest of those in place 1 is the lowest. Refuses the 251st. */
export async function placeRole(chat: Chat, tx: Transaction<Schema>, role: RoleToPlace): Promise<void> {
  const { guild, id } = role
  if (guild.roles.length >= mostRoles) refuse(refusals.too_many_roles)
  const name = role.name ? role.name : 'new role'
  await insertRole(tx, {
    id,
    guildId: guild.id,
    name: await sealRoleName(chat, { row: `${guild.id}:${id}`, key: guild.keyId, value: name }),
    permissions: role.permissions,
    position: 1,
    color: role.color ?? 0,
    hoist: role.hoist ?? false,
    mentionable: role.mentionable ?? false,
    managedBy: role.managedBy,
  })
}
