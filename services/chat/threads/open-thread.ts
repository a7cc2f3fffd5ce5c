import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import { auditThread } from '../audit-log/audit-thread.ts'
import type { Chat } from '../chat.ts'
import {
  refusals,
  type AutoArchiveMinutes,
  type ChannelState,
  type GuildState,
  type MemberState,
  type ThreadMemberState,
  type ThreadState,
  type ThreadType,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { threadsAlone } from '../guilds/touched.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { sealChannelName } from '../guilds/seal-text.ts'
import { withThread } from './next-threads.ts'
import { threadCreated } from './thread-events.ts'
import { autoArchiveOf, requireRoom, silentAt } from './thread-policy.ts'
import { insertThread, insertThreadMember, raiseForum } from './thread-store.ts'

/** What is asked of a thread; null: as its channel says. */
export interface ThreadWish {
  readonly channelId: string
  readonly name: string
  readonly autoArchiveMinutes: AutoArchiveMinutes | null
  readonly rateLimitPerUser: number | null
}

/** A thread that may be opened. */
export interface ThreadPlan {
  readonly id: string
  readonly type: ThreadType
  readonly parent: ChannelState
  readonly owner: MemberState
  /** Why, in its words. */
  readonly reason?: string | null | undefined
  readonly wish: Pick<ThreadWish, 'name' | 'autoArchiveMinutes' | 'rateLimitPerUser'>
  readonly invitable: boolean
  readonly tags: readonly string[]
  /** Whether its first message is what it is about. */
  readonly aboutFirst: boolean
}

export interface OpenedThread {
  readonly guild: GuildState
  readonly thread: ThreadState
  readonly owner: MemberState
}

/** Opens the thread that `plan` says, or refuses. Whoever opens it follows it. */
export async function openThread(
  chat: Chat,
  guildId: string,
  plan: (tx: Transaction<Schema>, guild: GuildState, members: LockedMembers) => Promise<ThreadPlan>,
): Promise<OpenedThread> {
  const { after, result } = await changeGuild(chat, guildId, {
    touches: () => threadsAlone(),
    async apply(tx, guild, members) {
      const planned = await plan(tx, guild, members)
      requireRoom(guild)
      return put(chat, tx, { guild, planned })
    },
    next: (before, { thread }) => withPost(withThread(before, thread), thread),
    announce: (guild, { thread, follows }) => threadCreated(guild.id, thread, follows),
  })
  return { guild: after, thread: result.thread, owner: result.owner }
}

interface Put {
  readonly thread: ThreadState
  readonly owner: MemberState
  readonly follows: ThreadMemberState
}

async function put(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, planned }: { readonly guild: GuildState; readonly planned: ThreadPlan },
): Promise<Put> {
  const { id, type, parent, owner, wish } = planned
  const now = Math.floor(chat.clock.now())
  const at = new Date(now)
  const thread = newThread(planned, now)
  const { autoArchiveMinutes, uncounted } = thread.thread
  const row = {
    ...planned,
    guildId: guild.id,
    parentId: parent.id,
    ownerRef: owner.membershipRef,
    name: await sealChannelName(chat, { row: id, key: guild.keyId, value: wish.name }),
    rateLimitPerUser: thread.rateLimitPerUser,
    autoArchiveMinutes,
    uncounted,
    at,
    dueAt: new Date(silentAt(now, autoArchiveMinutes)),
  }
  if (!(await insertThread(tx, row))) refuse(refusals.thread_exists)
  const follower = { threadId: id, parentId: parent.id, guildId: guild.id, ref: owner.membershipRef }
  await insertThreadMember(tx, { ...follower, private: type === 12, at })
  if (parent.type === 15) await raiseForum(tx, parent.id, id)
  const { reason } = planned
  await auditThread(chat, tx, { guild, actor: owner, reason, before: null, after: thread })
  return {
    thread,
    owner,
    follows: { threadId: id, accountId: owner.accountId, joinedAt: now },
  }
}

function newThread(planned: ThreadPlan, now: number): ThreadState {
  const { parent, wish } = planned
  return {
    id: planned.id,
    type: planned.type,
    name: wish.name,
    topic: null,
    position: 0,
    parentId: parent.id,
    rateLimitPerUser: wish.rateLimitPerUser ?? parent.threadRateLimit,
    nsfw: parent.nsfw,
    flags: 0,
    threadRateLimit: 0,
    autoArchiveMinutes: null,
    forum: null,
    overwrites: parent.overwrites,
    lastMessageId: null,
    lastNumber: 0,
    lastPinAt: null,
    thread: {
      ownerId: planned.owner.accountId,
      archived: false,
      locked: false,
      invitable: planned.invitable,
      autoArchiveMinutes: autoArchiveOf(parent, wish.autoArchiveMinutes),
      archivedAt: now,
      createdAt: now,
      tags: planned.tags,
      // Its first member counts as a change.
      version: 2,
      memberCount: 1,
      uncounted: planned.aboutFirst ? 1 : 0,
      removed: 0,
    },
  }
}

/** A forum's newest message is its newest post. */
function withPost(guild: GuildState, thread: ThreadState): GuildState {
  const parent = guild.channels.find((one) => one.id === thread.parentId)
  if (parent?.type !== 15 || BigInt(parent.lastMessageId ?? 0) >= BigInt(thread.id)) return guild
  const raised = { ...parent, lastMessageId: thread.id }
  return { ...guild, channels: guild.channels.map((one) => (one === parent ? raised : one)) }
}
