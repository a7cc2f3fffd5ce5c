import type { GuildState, MembersChanged, MemberState, UnversionedMember } from '../contract/index.ts'
import type { GuildVersions } from '../guild-state/guild-state-store.ts'
import type { Raise } from './guild-store.ts'

/** What became of one membership. */
export interface MemberTouched {
  readonly how: 'joined' | 'changed' | 'left'
  /** As it is now; whoever left, as they were. */
  readonly member: UnversionedMember
}

/** What a change of a guild changed. */
export interface Touched {
  /** Anything of roles, channels, overwrites, name or owner: what permissions of everybody are judged by. */
  readonly structure: boolean
  /** Anything of threads that nobody's permission to send depends on. */
  readonly threads?: boolean
  /** Whose membership; `everybody` where it is not known whose. */
  readonly members: readonly MemberTouched[] | 'everybody'
}

/** A change of these memberships and nothing else. */
export function membersAlone(...members: readonly MemberTouched[]): Touched {
  return { structure: false, members }
}

/** A change of threads, and of these memberships. Nothing that others are sending becomes stale by it. */
export function threadsAlone(...members: readonly MemberTouched[]): Touched {
  return { structure: false, threads: true, members }
}

/** Null where nothing is to be raised. */
export function raiseOf({ structure, threads = false, members }: Touched): Raise | null {
  if (!structure && !threads && members.length === 0) return null
  if (members === 'everybody') return { structure, threads, members: true, joined: 0 }
  const count = (how: MemberTouched['how']) => members.filter((one) => one.how === how).length
  return { structure, threads, members: members.length > 0, joined: count('joined') - count('left') }
}

/** The references of those who are members after it. */
export function refsIn({ members }: Touched): string[] {
  if (members === 'everybody') return []
  return members.filter((one) => one.how !== 'left').map((one) => one.member.membershipRef)
}

/** What is told of it; null where it touched no membership. */
export function membersChanged(
  { members }: Touched,
  before: GuildState,
  { membersVersion: version }: GuildVersions,
): MembersChanged | null {
  if (members.length === 0) return null
  const accountIds = members === 'everybody' ? null : members.map((one) => one.member.accountId)
  return { before: before.membersVersion, version, accountIds }
}

/** Those it touched, as they are now, by account id; null who left. */
export function membersNow(
  { members }: Touched,
  { membersVersion: version }: GuildVersions,
): Map<string, MemberState | null> {
  if (members === 'everybody') return new Map()
  return new Map(
    members.map(({ how, member }) => [member.accountId, how === 'left' ? null : { ...member, version }]),
  )
}
