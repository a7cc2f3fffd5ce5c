import { basePermissions, holds, permissions, type Dispatch, type GuildState } from '@alles/chat/contract'
import type { Session } from '../sessions/session.ts'
import type { PermissionClass } from './permission-class.ts'
import type { ChangedSight } from './reclassify.ts'

/** Where an event happened, as far as it decides who gets it: for one in a thread, the thread's channel. */
export interface Scene {
  readonly channelId: string
  /** Of a private thread: the accounts in it. Who manages threads there gets it too. */
  readonly members: ReadonlySet<string> | null
}

/** Whether members of a class get an event, by the guild's state where it is known. `scene`: of events in channels. */
export function reaches(
  { audience }: Dispatch,
  one: Pick<PermissionClass, 'sight' | 'holder'>,
  { guild, scene }: { readonly guild: GuildState | null; readonly scene: Scene | null },
): boolean {
  if (audience.kind === 'guild') {
    if (audience.needs === undefined) return true
    return guild !== null && holds(basePermissions(guild, one.holder), audience.needs)
  }
  if (audience.kind === 'account' || audience.kind === 'accounts' || !scene) return false
  const held = one.sight.get(scene.channelId)
  return held !== undefined && holds(held, audience.needs ?? 0n)
}

/** The accounts an event is for among those of a class that it reaches; null: all of them. */
export function chosen(
  { audience }: Dispatch,
  one: Pick<PermissionClass, 'sight'>,
  scene: Scene | null,
): { has(accountId: string): boolean } | null {
  if (audience.kind === 'guild') return audience.accountIds ? new Set(audience.accountIds) : null
  if (!scene?.members) return null
  const manages = holds(one.sight.get(scene.channelId) ?? 0n, permissions.MANAGE_THREADS)
  return manages ? null : scene.members
}

const nobody: ReadonlySet<string> = new Set()

/** Whom an event is about, who get it without asking for its intent. */
export function subjectsOf({ t, d }: Pick<Dispatch, 't' | 'd'>): ReadonlySet<string> {
  if (t !== 'GUILD_MEMBER_UPDATE' && t !== 'THREAD_MEMBERS_UPDATE') return nobody
  const { user, added_members, removed_member_ids } = d as {
    user?: { id: string }
    added_members?: readonly { user_id?: string }[]
    removed_member_ids?: readonly string[]
  }
  const added = (added_members ?? []).flatMap(({ user_id }) => user_id ?? [])
  return new Set([...(user ? [user.id] : []), ...added, ...(removed_member_ids ?? [])])
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
