import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  channelPermissions,
  holds,
  maySeeThread,
  messageRefusals,
  permissions,
  refusals,
  type ChannelState,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import { findVersions } from '../guild-state/guild-state-store.ts'
import { isOf } from '../guild-state/guild-states.ts'
import { findActor } from '../members/find-member.ts'

/** A channel or thread that holds messages, for a member who may see it. */
export interface TextChannelAccess {
  readonly guild: GuildState
  /** A `ThreadState` where `thread` is not null. */
  readonly channel: ChannelState
  readonly member: MemberState
  /** What the member may do here. In threads, SEND_MESSAGES stands for SEND_MESSAGES_IN_THREADS. */
  readonly held: bigint
}

/**
 * A channel or thread that holds messages, for somebody who may see it and holds `needed` in it; for people from outside
 * it does not exist. Before it refuses, it makes sure that the snapshot it judges by is not older than the database:
 * another process may have changed the guild.
 */
export async function getTextChannel(
  chat: Chat,
  by: Actor,
  asked: { readonly channelId: string; readonly needed?: bigint },
): Promise<TextChannelAccess> {
  const guildId = await chat.guilds.guildOfChannel(asked.channelId)
  const known = guildId === null ? null : await chat.guilds.get(guildId)
  if (!known) return refuse(refusals.unknown_channel)
  const access = await findAccess(chat, known, { by, channelId: asked.channelId })
  if (mayUse(access, asked.needed)) return access
  const fresh = await refresh(chat, known, by)
  if (!fresh) return refuse(refusals.unknown_channel)
  const again = await findAccess(chat, fresh, { by, channelId: asked.channelId })
  return mayUse(again, asked.needed) ? again : refuseAccess(again)
}

/** The snapshot itself where it is the newest, otherwise the guild read again; who acts is read again in any case. */
export async function refresh(
  chat: Chat,
  known: GuildState,
  { accountId }: Pick<Actor, 'accountId'>,
): Promise<GuildState | null> {
  chat.members.forget(known.id, accountId)
  const versions = await findVersions(chat.database, known.id)
  return versions && isOf(known, versions) ? known : chat.guilds.reload(known.id)
}

interface PossibleAccess {
  readonly guild: GuildState
  readonly channel: ChannelState | null
  readonly member: MemberState | null
  readonly held: bigint
}

async function findAccess(
  chat: Chat,
  guild: GuildState,
  { by, channelId }: { readonly by: Actor; readonly channelId: string },
): Promise<PossibleAccess> {
  const member = await findActor(chat, guild, by)
  const channel = guild.channels.find((one) => one.id === channelId)
  if (channel) return { guild, channel, member, held: heldBy(member, guild, channel) }
  const thread = await chat.guilds.threads.find(guild, channelId)
  if (!thread) return { guild, channel: null, member, held: 0n }
  const held = heldBy(member, guild, thread)
  const members = await chat.guilds.threads.membersOf(thread)
  const hidden = members !== null && !maySeeThread(held, thread, members.has(by.accountId))
  return { guild, channel: hidden ? null : thread, member, held: hidden ? 0n : held }
}

function heldBy(member: MemberState | null, guild: GuildState, channel: ChannelState): bigint {
  return member ? channelPermissions(guild, member, channel) : 0n
}

/** Categories hold channels, forums posts. */
function holdsMessages({ type }: ChannelState): boolean {
  return type !== 4 && type !== 15
}

function mayUse(access: PossibleAccess, needed = 0n): access is TextChannelAccess {
  const { channel, member, held } = access
  if (member === null || !channel || !holdsMessages(channel)) return false
  return holds(held, needed | permissions.VIEW_CHANNEL)
}

function refuseAccess({ channel, member, held }: PossibleAccess): never {
  if (!channel || !member) return refuse(refusals.unknown_channel)
  if (!holds(held, permissions.VIEW_CHANNEL)) return refuse(refusals.missing_access)
  if (!holdsMessages(channel)) return refuse(messageRefusals.not_a_text_channel)
  return refuse(refusals.missing_permissions)
}
