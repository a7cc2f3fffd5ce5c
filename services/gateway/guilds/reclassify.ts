import type { GuildState, Holder } from '@alles/chat/contract'
import type { Session } from '../sessions/session.ts'
import {
  classKey,
  classRules,
  sightChange,
  sightOf,
  type ClassRules,
  type PermissionClass,
  type Sight,
  type SightChange,
} from './permission-class.ts'

export type Classes = Map<string, PermissionClass>

export interface ChangedSight {
  readonly sessions: readonly Session[]
  readonly change: SightChange
}

/** What a new state of a guild means for the sessions in it. */
export interface Reclassified {
  readonly changed: readonly ChangedSight[]
  /** Sessions whose account is no longer a member; they are in no class any more. */
  readonly gone: readonly Session[]
}

/** From one state of a guild to the next. */
export interface Step {
  readonly before: GuildState
  readonly after: GuildState
  /** Whom it may concern: all sessions, where anything of the guild itself changed. */
  readonly sessions: readonly Session[]
  /** The members here, as they are now, by account id. */
  readonly members: ReadonlyMap<string, Holder>
}

interface Mover {
  readonly session: Session
  readonly member: Holder
  readonly from: Sight
}

/** Sorts sessions into the classes of a new state. Only those whose roles or exceptions changed move. */
export function reclassify(classes: Classes, { before, after, sessions, members }: Step): Reclassified {
  const rules = classRules(after)
  const gone: Session[] = []
  const movers: Mover[] = []
  for (const session of sessions) {
    const one = session.guilds.get(after.id)
    if (!one) continue
    const member = members.get(session.accountId)
    if (!member) gone.push(session)
    else if (!fits(one, rules, member)) movers.push({ session, member, from: one.sight })
    else continue
    one.sessions.delete(session)
    if (one.sessions.size === 0) classes.delete(one.key)
  }
  const stayed = before.version === after.version ? [] : lookAgain(classes, { before, after, members })
  const moved = movers.map(({ session, member, from }) => {
    const to = classFor(classes, after, { rules, member })
    to.sessions.add(session)
    session.guilds.set(after.id, to)
    const change = sightChange({ guild: before, sight: from }, { guild: after, sight: to.sight })
    return change ? [{ sessions: [session], change }] : []
  })
  for (const session of gone) session.guilds.delete(after.id)
  return { changed: [...stayed, ...moved.flat()], gone }
}

/** The class of a member, made when it is the first of its kind. */
export function classFor(
  classes: Classes,
  guild: GuildState,
  { rules, member }: { readonly rules: ClassRules; readonly member: Holder },
): PermissionClass {
  const key = classKey(rules, member)
  const known = classes.get(key)
  if (known) return known
  const made = { key, holder: member, sessions: new Set<Session>(), sight: sightOf(guild, member) }
  classes.set(key, made)
  return made
}

/** Whether a member still belongs to a class: without sorting roles where nothing about them changed. */
function fits(one: PermissionClass, rules: ClassRules, member: Holder): boolean {
  const ordinary = member.accountId !== rules.ownerId && !rules.exceptions.has(member.accountId)
  const { roleIds } = one.holder
  const sameRoles =
    roleIds.length === member.roleIds.length && roleIds.every((id, index) => id === member.roleIds[index])
  const samePending = (one.holder.pending ?? false) === (member.pending ?? false)
  if (ordinary && sameRoles && samePending) return one.key !== 'owner' && !one.key.includes('@')
  return classKey(rules, member) === one.key
}

/** Works out anew what each class sees. */
function lookAgain(
  classes: Classes,
  { before, after, members }: Pick<Step, 'before' | 'after' | 'members'>,
): ChangedSight[] {
  const changed: ChangedSight[] = []
  for (const one of classes.values()) {
    // Whoever stood for the class may have left it, and be the owner now.
    const [session] = one.sessions
    one.holder = members.get(session?.accountId ?? '') ?? one.holder
    const sight = sightOf(after, one.holder)
    const change = sightChange({ guild: before, sight: one.sight }, { guild: after, sight })
    one.sight = sight
    if (change) changed.push({ sessions: [...one.sessions], change })
  }
  return changed
}
