import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState, type RoleState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { sealRoleEmoji, sealRoleName } from '../guilds/seal-text.ts'
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
  readonly unicodeEmoji?: string | null | undefined
  readonly icon?: string | null | undefined
  /** The membership of the bot whose own role it is. */
  readonly managedBy: string | null
}

/** Puts a new role below all others: the newest of those in place 1 is the lowest. Refuses the 251st. */
export async function placeRole(
  chat: Chat,
  tx: Transaction<Schema>,
  wanted: RoleToPlace,
): Promise<RoleState> {
  const { guild, id, managedBy } = wanted
  if (guild.roles.length >= mostRoles) refuse(refusals.too_many_roles)
  const role = {
    id,
    name: wanted.name ? wanted.name : 'new role',
    permissions: wanted.permissions,
    position: 1,
    color: wanted.color ?? 0,
    icon: wanted.icon ?? null,
    unicodeEmoji: wanted.unicodeEmoji ?? null,
    hoist: wanted.hoist ?? false,
    mentionable: wanted.mentionable ?? false,
  }
  const place = { row: `${guild.id}:${id}`, key: guild.keyId }
  await insertRole(tx, {
    ...role,
    guildId: guild.id,
    name: await sealRoleName(chat, { ...place, value: role.name }),
    unicodeEmoji: await sealRoleEmoji(chat, { ...place, value: role.unicodeEmoji }),
    managedBy,
  })
  return { ...role, managed: managedBy !== null, botId: null }
}
