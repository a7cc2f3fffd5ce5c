import {
  channelPermissions,
  holds,
  permissions,
  threadsByChannel,
  threadsToTell,
  type ChannelState,
  type GuildState,
  type Holder,
} from '@alles/chat/contract'
import type { Session } from '../sessions/session.ts'

/** The channels somebody sees, each with what they may do there. */
export type Sight = ReadonlyMap<string, bigint>

/** All sessions here whose members see and may do the same in one guild: same roles, same overwrites of their own. */
export interface PermissionClass {
  readonly key: string
  /** One of them, standing for all. */
  holder: Holder
  readonly sessions: Set<Session>
  sight: Sight
}

/** What decides about classes in one state of a guild. */
export interface ClassRules {
  readonly ownerId: string
  /** Accounts that some channel makes an exception for. */
  readonly exceptions: ReadonlySet<string>
}

export function classRules(guild: GuildState): ClassRules {
  const exceptions = new Set<string>()
  for (const channel of guild.channels)
    for (const overwrite of channel.overwrites) if (overwrite.type === 1) exceptions.add(overwrite.id)
  return { ownerId: guild.ownerId, exceptions }
}

/** The same for any two members who may do the same everywhere in the guild. */
export function classKey(rules: ClassRules, holder: Holder): string {
  if (holder.accountId === rules.ownerId) return 'owner'
  const roles = `${holder.pending === true ? 'pending ' : ''}${holder.roleIds.toSorted().join(',')}`
  return rules.exceptions.has(holder.accountId) ? `${roles}@${holder.accountId}` : roles
}

/** What members of a class see. */
export function sightOf(guild: GuildState, holder: Holder): Sight {
  const sight = new Map<string, bigint>()
  for (const channel of guild.channels) {
    const held = channelPermissions(guild, holder, channel)
    if (holds(held, permissions.VIEW_CHANNEL)) sight.set(channel.id, held)
  }
  return sight
}

export interface SightChange {
  /** Channels that came into sight, categories first. */
  readonly gained: readonly ChannelState[]
  /** Channels that went out of sight or are gone, categories last. */
  readonly lost: readonly ChannelState[]
  /** Channels whose active threads are to be listed: they came into sight, or their private threads came or went. */
  readonly listed: readonly ChannelState[]
}

const category = 4

/** What changed from one state and sight to the next; null where nothing did. */
export function sightChange(
  before: { readonly guild: GuildState; readonly sight: Sight },
  after: { readonly guild: GuildState; readonly sight: Sight },
): SightChange | null {
  const gained = after.guild.channels.filter(({ id }) => after.sight.has(id) && !before.sight.has(id))
  const lost = before.guild.channels.filter(({ id }) => before.sight.has(id) && !after.sight.has(id))
  const threads = threadsByChannel(after.guild)
  const listed = after.guild.channels.filter(({ id }) =>
    threadsToTell(threads.get(id) ?? [], {
      before: before.sight.get(id) ?? 0n,
      after: after.sight.get(id) ?? 0n,
    }),
  )
  if (gained.length === 0 && lost.length === 0 && listed.length === 0) return null
  return {
    listed,
    gained: gained.toSorted((a, b) => Number(b.type === category) - Number(a.type === category)),
    lost: lost.toSorted((a, b) => Number(a.type === category) - Number(b.type === category)),
  }
}
