import { renderRole, type Dispatch, type GuildState, type RoleState } from '../contract/index.ts'

/** What is heard when a role was made or changed. */
export function roleEvent(
  t: 'GUILD_ROLE_CREATE' | 'GUILD_ROLE_UPDATE',
  guild: GuildState,
  role: RoleState,
): Dispatch {
  return {
    t,
    d: { guild_id: guild.id, role: renderRole(role) },
    audience: { kind: 'guild', guildId: guild.id },
    reshape: true,
  }
}

/** What is heard of roles whose place changed. */
export function rolesMoved(before: GuildState, after: GuildState): Dispatch[] {
  const places = new Map(before.roles.map((role) => [role.id, role.position]))
  return after.roles
    .filter((role) => places.has(role.id) && places.get(role.id) !== role.position)
    .map((role) => roleEvent('GUILD_ROLE_UPDATE', after, role))
}
