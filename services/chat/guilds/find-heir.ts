import type { Connection } from '@alles/platform/postgres'
import { holds, permissions, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findFirstJoined } from '../members/member-reading-store.ts'

/**
 * The membership a guild passes to when its owner goes: the administrator who joined first, else the person. Null:
 * nobody is left.
 */
export async function findHeir(on: Connection<Schema>, guild: GuildState): Promise<string | null> {
  const bots = guild.roles.flatMap((role) => role.botId ?? [])
  const without = [guild.ownerId, ...bots]
  const ruling = guild.roles.filter((role) => holds(role.permissions, permissions.ADMINISTRATOR))
  const everybodyRules = ruling.some((role) => role.id === guild.id)
  if (ruling.length > 0 && !everybodyRules) {
    const roleIds = ruling.map((role) => role.id)
    const administrator = await findFirstJoined(on, guild.id, { without, roleIds })
    if (administrator !== null) return administrator
  }
  return findFirstJoined(on, guild.id, { without, roleIds: null })
}
