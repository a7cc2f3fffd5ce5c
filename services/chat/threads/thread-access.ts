import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  channelPermissions,
  holds,
  maySee,
  maySeeThread,
  permissions,
  refusals,
  type GuildState,
  type MemberState,
  type Permission,
  type ThreadState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findActor } from '../members/find-member.ts'
import { followsThread } from '../guild-state/guild-state-store.ts'

export interface InThread {
  readonly guild: GuildState
  readonly member: MemberState
  readonly thread: ThreadState
  /** What the member may do in it. */
  readonly held: bigint
}

/** A thread for who may see it; null where the id leads to no thread. A private one does not exist for others. */
export async function findThreadFor(chat: Chat, by: Actor, threadId: string): Promise<InThread | null> {
  const guildId = await chat.guilds.guildOfChannel(threadId)
  const guild = guildId === null ? null : await chat.guilds.get(guildId)
  if (!guild || guild.channels.some((one) => one.id === threadId)) return null
  const thread = await chat.guilds.threads.find(guild, threadId)
  const member = await findActor(chat, guild, by)
  if (!thread || !member) return null
  const members = await chat.guilds.threads.membersOf(thread)
  return seen({ guild, member, thread }, members?.has(by.accountId) ?? false)
}

/** The same; refuses what is no thread. */
export async function getThreadFor(chat: Chat, by: Actor, threadId: string): Promise<InThread> {
  return (await findThreadFor(chat, by, threadId)) ?? refuse(await whyNoThread(chat, by, threadId))
}

/** That something is a channel and no thread is told to nobody but those who see it. */
async function whyNoThread(chat: Chat, by: Actor, channelId: string) {
  const guildId = await chat.guilds.guildOfChannel(channelId)
  const guild = guildId === null ? null : await chat.guilds.get(guildId)
  const channel = guild?.channels.find((one) => one.id === channelId)
  const member = guild && (await findActor(chat, guild, by))
  if (!guild || !channel || !member) return refusals.unknown_channel
  return maySee(guild, member, channel) ? refusals.unsupported_channel_type : refusals.missing_access
}

interface AskedIn {
  readonly guild: GuildState
  /** Null: somebody from outside. */
  readonly member: MemberState | null
  readonly threadId: string
}

/** A thread as `tx`, which holds the guild's row, sees it. */
export async function threadIn(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, member, threadId }: AskedIn,
): Promise<InThread> {
  const thread = guild.threads.get(threadId) ?? (await chat.guilds.threads.read(tx, guild, threadId))
  if (!thread || !member) return refuse(refusals.unknown_channel)
  const isMember = thread.type === 12 && (await followsThread(tx, threadId, member.membershipRef))
  return seen({ guild, member, thread }, isMember)
}

function seen(place: Omit<InThread, 'held'>, isMember: boolean): InThread {
  const held = channelPermissions(place.guild, place.member, place.thread)
  if (maySeeThread(held, place.thread, isMember)) return { ...place, held }
  // Of a private one not even those hear who know that there is a channel.
  return refuse(place.thread.type === 12 ? refusals.unknown_channel : refusals.missing_access)
}

export function mayInThread({ held }: InThread, permission: Permission): boolean {
  return holds(held, permissions[permission])
}

/** Refuses who lacks a permission in the thread. */
export function requireInThread(here: InThread, permission: Permission): void {
  if (!mayInThread(here, permission)) refuse(refusals.missing_permissions)
}

/** Refuses to change an archived thread. */
export function requireActive({ thread }: InThread): void {
  if (thread.thread.archived) refuse(refusals.thread_archived)
}
