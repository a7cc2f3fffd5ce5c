import { bits, permissions, refusals, type Permission } from '@alles/chat/contract'
import { edgeRefusals, type RefusalKind } from '@alles/platform/contract'
import type { Need, Needed, Options, Place } from './need.ts'
import { everythingBut, type World } from './world.ts'

/** Somebody who asks, and what has to be answered. */
export interface Attempt {
  readonly about: string
  /** `nobody` is not signed in. */
  readonly who: 'nobody' | keyof World['people']
  /** What the walker's role holds meanwhile. */
  readonly held?: bigint
  /** Whether the channel is hidden from the walker. */
  readonly hidden?: true
  readonly refusal: RefusalKind | null
  /**
   * What must be answered word for word the same where it does not exist: the `place` of the call, or what it names
   * `inside` of it.
   */
  readonly asIfAbsent?: 'place' | 'inside'
  /** The id of a channel is given where a thread's belongs. */
  readonly byChannel?: true
}

const { missing_access, missing_permissions, unknown_channel, unknown_guild } = refusals
const unknown: Readonly<Record<Place, RefusalKind>> = {
  nowhere: unknown_guild,
  guild: unknown_guild,
  channel: unknown_channel,
  thread: unknown_channel,
  'private thread': unknown_channel,
  group: unknown_channel,
}
const everything = everythingBut()
const administrator = permissions.ADMINISTRATOR
const sight = permissions.VIEW_CHANNEL

/** Everybody who could ask, for one thing a route does. */
export function attemptsOf(need: Need): Attempt[] {
  const { options } = need
  const nobody: Attempt = {
    about: 'nobody signed in',
    who: 'nobody',
    refusal: options.anyone ? null : edgeRefusals.not_signed_in,
  }
  if (need.place === 'nowhere') return [nobody, ...anywhere]
  const outside = { refusal: options.unknown ?? unknown[need.place], asIfAbsent: 'place' } as const
  const stranger: Attempt = { about: 'a stranger', who: 'stranger', ...outside }
  if (need.place === 'group')
    return [
      nobody,
      stranger,
      { about: 'an administrator', ...walker(administrator), ...outside },
      ...inGroup(need),
    ]
  return [nobody, stranger, ...(need.only ? byNature(need) : byPermissions(need)), byOwner(need)]
}

const walker = (held: bigint) => ({ who: 'walker', held }) as const

const anywhere: readonly Attempt[] = [
  { about: 'somebody in no guild', who: 'visitor', refusal: null },
  { about: 'a member', who: 'walker', held: 0n, refusal: null },
]

function inGroup({ only, options }: Need): Attempt[] {
  const refusal = only ? (options.refusal ?? missing_permissions) : null
  return [
    { about: 'somebody in it', who: 'author', refusal },
    { about: 'its owner', who: 'owner', refusal: null },
  ]
}

/** What no permission gives. */
function byNature({ only, place, options }: Need): Attempt[] {
  const refusal = options.refusal ?? missing_permissions
  const blind = place === 'channel' ? missing_access : refusal
  return [
    { about: 'a member without any permission', ...walker(0n), refusal: blind },
    { about: 'a member with every permission', ...walker(everything), refusal },
    { about: 'an administrator', ...walker(administrator), refusal },
    ...(only === 'author' ? [{ about: 'the author', who: 'author', refusal: null } as const] : []),
  ]
}

function byOwner({ only, options }: Need): Attempt {
  const refusal =
    only === 'author' ? (options.refusal ?? missing_permissions) : (options.ownerRefusal ?? null)
  return { about: 'the owner', who: 'owner', refusal }
}

function byPermissions({ place, permissions: needed, options }: Need): Attempt[] {
  const inGuild = place === 'guild'
  const secret = place === 'private thread'
  const blind = inGuild
    ? needed.length === 0
      ? null
      : missing_permissions
    : secret
      ? unknown_channel
      : missing_access
  const exact = combinations(needed).map((names) => bits(...names) | sight)
  return [
    { about: 'a member without any permission', ...walker(0n), refusal: blind },
    ...needed.map((one) =>
      without(
        place,
        [...waysOf(one), ...(options.or ? [options.or] : [])],
        options.refusal ?? missing_permissions,
      ),
    ),
    ...(inGuild ? hiddenAttempts(options, exact) : blindAttempts(blind, exact)),
    ...(place === 'thread' ? withChannelId : []),
    ...(options.author ? [{ about: 'the author', who: 'author', refusal: null } as const] : []),
    ...exact.map((held) => ({
      about: `a member with exactly ${namesOf(held)}`,
      ...walker(held),
      refusal: null,
    })),
    { about: 'an administrator', ...walker(administrator), refusal: null },
  ]
}

/** Nor does a channel show itself by not being a thread. */
const withChannelId: readonly Attempt[] = [
  { about: 'a stranger with a channel’s id', who: 'stranger', refusal: unknown_channel, byChannel: true },
  { about: 'a blind member with a channel’s id', ...walker(0n), refusal: missing_access, byChannel: true },
]

/** Whatever they hold, nobody gets anything out of a channel that is hidden from them. */
function blindAttempts(refusal: RefusalKind | null, exact: readonly bigint[]): Attempt[] {
  const absent = refusal === unknown_channel ? 'place' : 'inside'
  const blind = { refusal, asIfAbsent: absent } as const
  return [
    { about: 'a member with all but VIEW_CHANNEL', ...walker(everything & ~sight), ...blind },
    {
      about: 'a member with every permission, the channel hidden',
      ...walker(everything),
      hidden: true,
      ...blind,
    },
    ...exact.map((held) => ({
      about: `a member with exactly ${namesOf(held)}, the channel hidden`,
      ...walker(held),
      hidden: true as const,
      ...blind,
    })),
  ]
}

function hiddenAttempts({ hidden }: Options, exact: readonly bigint[]): Attempt[] {
  if (!hidden) return []
  return exact.map((held) => ({
    about: `a member with exactly ${namesOf(held)}, a channel it names hidden`,
    ...walker(held),
    hidden: true as const,
    refusal: hidden.refusal,
  }))
}

function without(place: Place, names: readonly Permission[], refusal: RefusalKind): Attempt {
  const secret = place === 'private thread' && names.includes('MANAGE_THREADS')
  return {
    about: `a member with all but ${names.join(' and ')}`,
    ...walker(everythingBut(...names)),
    refusal: secret ? unknown_channel : refusal,
    ...(secret && { asIfAbsent: 'place' as const }),
  }
}

function waysOf(one: Needed): readonly Permission[] {
  return typeof one === 'string' ? [one] : one
}

/** Each way of holding what is needed. */
function combinations(needed: readonly Needed[]): Permission[][] {
  return needed.reduce<Permission[][]>(
    (ways, one) => ways.flatMap((way) => waysOf(one).map((name) => [...way, name])),
    [[]],
  )
}

function namesOf(held: bigint): string {
  const names = Object.entries(permissions).filter(([, bit]) => (held & bit) !== 0n)
  return names.map(([name]) => name).join(', ')
}
