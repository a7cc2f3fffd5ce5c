import type { GuildState, MemberState } from '@alles/chat/contract'
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

interface Mover {
  readonly session: Session
  readonly member: MemberState
  readonly from: Sight
}

/** Sorts sessions into the classes of a new state. Only those whose roles or exceptions changed move. */
export function reclassify(classes: Classes, before: GuildState, after: GuildState): Reclassified {
  const rules = classRules(after)
  const gone: Session[] = []
  const movers: Mover[] = []
  for (const one of classes.values())
    for (const session of one.sessions) {
      const member = after.members.get(session.accountId)
      if (!member) gone.push(session)
      else if (!fits(one, rules, member)) movers.push({ session, member, from: one.sight })
      else continue
      one.sessions.delete(session)
    }
  const stayed = lookAgain(classes, before, after)
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
  { rules, member }: { readonly rules: ClassRules; readonly member: MemberState },
): PermissionClass {
  const key = classKey(rules, member)
  const known = classes.get(key)
  if (known) return known
  const made = { key, holder: member, sessions: new Set<Session>(), sight: sightOf(guild, member) }
  classes.set(key, made)
  return made
}

/** Whether a member still belongs to a class: without sorting roles where nothing about them changed. */
function fits(one: PermissionClass, rules: ClassRules, member: MemberState): boolean {
  const ordinary = member.accountId !== rules.ownerId && !rules.exceptions.has(member.accountId)
  const { roleIds } = one.holder
  const sameRoles =
    roleIds.length === member.roleIds.length && roleIds.every((id, index) => id === member.roleIds[index])
  if (ordinary && sameRoles) return one.key !== 'owner' && !one.key.includes('@')
  return classKey(rules, member) === one.key
}

/** Works out anew what each class sees; classes nobody is in any more go. */
function lookAgain(classes: Classes, before: GuildState, after: GuildState): ChangedSight[] {
  const changed: ChangedSight[] = []
  for (const [key, one] of classes) {
    const holder = anyMember(one, after)
    if (!holder) {
      classes.delete(key)
      continue
    }
    // Whoever stood for the class may have left it, and be the owner now.
    one.holder = holder
    const sight = sightOf(after, one.holder)
    const change = sightChange({ guild: before, sight: one.sight }, { guild: after, sight })
    one.sight = sight
    if (change) changed.push({ sessions: [...one.sessions], change })
  }
  return changed
}

function anyMember({ sessions }: PermissionClass, guild: GuildState): MemberState | undefined {
  const [session] = sessions
  return session && guild.members.get(session.accountId)
}
