import { refuse } from '@alles/platform/contract'
import {
  basePermissions,
  channelFlags,
  channelPermissions,
  holds,
  maySee,
  permissions,
  refusals,
  type ChannelState,
  type ChannelType,
  type GuildState,
  type MemberState,
  type OverwriteState,
  type Permission,
} from '../contract/index.ts'

/** Refuses types that do not exist here. */
export function channelType(type: number): ChannelType {
  if (type !== 0 && type !== 4 && type !== 5 && type !== 15) refuse(refusals.unsupported_channel_type)
  return type
}

/** A text channel becomes one of announcements, and back. Nothing else becomes another. */
export function convertedType(channel: ChannelState, asked: number): ChannelType {
  const { type } = channel
  const convertible = (one: number) => one === 0 || one === 5
  if (asked === type || (convertible(type) && convertible(asked))) return channelType(asked)
  return refuse(refusals.unsupported_channel_type)
}

/** Names of text channels as Discord writes them: small letters, hyphens for spaces. */
export function channelName(type: ChannelState['type'], name: string): string {
  if (type === 4) return name
  return name.toLowerCase().replace(/\s+/g, '-')
}

const longestTopic = 1024

/** Of text channels; null where there is none. Forums have longer ones. */
export function topicOf(type: ChannelState['type'], topic: string | null): string | null {
  if (type === 4 || topic === null) return null
  return type !== 15 && Array.from(topic).length > longestTopic ? refuse(refusals.topic_too_long) : topic
}

/** Of the flags a channel may have, those that fit its type. */
export function flagsOf(type: ChannelState['type'], asked: number): number {
  return type === 15 ? asked & channelFlags.requireTag : 0
}

export function mayInChannel(
  guild: GuildState,
  member: MemberState,
  asked: { readonly channel: Pick<ChannelState, 'overwrites'>; readonly permission: Permission },
): boolean {
  return holds(channelPermissions(guild, member, asked.channel), permissions[asked.permission])
}

/** The place of a new channel: after all of its kind. */
export function lastPosition(guild: GuildState, type: ChannelType): number {
  const places = guild.channels.filter((one) => (one.type === 4) === (type === 4)).map((one) => one.position)
  return places.length === 0 ? 0 : Math.max(...places) + 1
}

/** Refuses a parent that is no category of the guild, or none that the member sees, and categories in categories. */
export function requireParent(
  { guild, member }: { readonly guild: GuildState; readonly member: MemberState },
  type: ChannelState['type'],
  parentId: string | null,
): ChannelState | null {
  if (parentId === null) return null
  const parent = guild.channels.find((one) => one.id === parentId)
  const fits = type !== 4 && parent?.type === 4 && maySee(guild, member, parent)
  return fits ? parent : refuse(refusals.not_a_category)
}

/**
 * Whether a member may turn the overwrites `before` into `after`: with MANAGE_ROLES there, and only bits they hold
 * themselves. To touch MANAGE_ROLES itself takes an administrator, or one channel would be a way to everything.
 */
export function mayOverwrite(
  guild: GuildState,
  member: MemberState,
  change: {
    readonly channel: Pick<ChannelState, 'overwrites'>
    readonly before: readonly OverwriteState[]
    readonly after: readonly OverwriteState[]
  },
): boolean {
  const changed = changedBits(change.before, change.after)
  if (changed === null) return true
  const held = channelPermissions(guild, member, change.channel)
  if (!holds(held, permissions.MANAGE_ROLES) || !holds(held, changed)) return false
  const administrator = holds(basePermissions(guild, member), permissions.ADMINISTRATOR)
  return administrator || !holds(changed, permissions.MANAGE_ROLES)
}

const nothing = { allow: 0n, deny: 0n }

/** The bits that differ between two sets of overwrites; null where they are the same set. */
function changedBits(before: readonly OverwriteState[], after: readonly OverwriteState[]): bigint | null {
  const key = (one: OverwriteState) => `${one.type}:${one.id}`
  const old = new Map(before.map((one) => [key(one), one]))
  const now = new Map(after.map((one) => [key(one), one]))
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const { allow, deny } = old.get(name) ?? nothing
    const { allow: allows, deny: denies } = now.get(name) ?? nothing
    const differs = (allow ^ allows) | (deny ^ denies)
    return differs !== 0n || old.has(name) !== now.has(name) ? [differs] : []
  })
  return changes.length === 0 ? null : changes.reduce((all, one) => all | one, 0n)
}
