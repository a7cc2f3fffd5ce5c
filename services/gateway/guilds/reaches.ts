import { basePermissions, holds, type Dispatch, type GuildState } from '@alles/chat/contract'
import type { Session } from '../sessions/session.ts'
import type { PermissionClass } from './permission-class.ts'
import type { ChangedSight } from './reclassify.ts'

/** Whether members of a class get an event, by the guild's state where it is known. */
export function reaches(
  { audience }: Dispatch,
  one: Pick<PermissionClass, 'sight' | 'holder'>,
  guild: GuildState | null,
): boolean {
  if (audience.kind === 'guild') {
    if (audience.needs === undefined) return true
    return guild !== null && holds(basePermissions(guild, one.holder), audience.needs)
  }
  if (audience.kind === 'account') return false
  const held = one.sight.get(audience.channelId)
  return held !== undefined && holds(held, audience.needs ?? 0n)
}

/** Whom an event is about, who gets it without asking for its intent. */
export function subjectOf(dispatch: Dispatch): string | null {
  if (dispatch.t !== 'GUILD_MEMBER_UPDATE') return null
  const { user } = dispatch.d as { user?: { id: string } }
  return user?.id ?? null
}

/** Sessions that learn of a channel by seeing it for the first time: an update of it would confuse them. */
export function newcomers(dispatch: Dispatch, changed: readonly ChangedSight[]): ReadonlySet<Session> {
  if (dispatch.t !== 'CHANNEL_UPDATE') return new Set()
  const { id } = dispatch.d as { id?: string }
  return new Set(
    changed
      .filter(({ change }) => change.gained.some((channel) => channel.id === id))
      .flatMap(({ sessions }) => sessions),
  )
}
