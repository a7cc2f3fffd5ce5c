import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { auditThread } from '../audit-log/audit-thread.ts'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  channelFlags,
  refusals,
  type AutoArchiveMinutes,
  type GuildState,
  type ThreadState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { sealChannelName } from '../guilds/seal-text.ts'
import { threadsAlone } from '../guilds/touched.ts'
import { withThread } from './next-threads.ts'
import { getThreadFor, mayInThread, requireInThread, threadIn, type InThread } from './thread-access.ts'
import { threadAwake, threadUpdated } from './thread-events.ts'
import { requireRoom, silentAt, tagsOf } from './thread-policy.ts'
import { updateThread } from './thread-store.ts'

/** What to change; what is absent stays. */
export interface ThreadEdit {
  readonly threadId: string
  readonly name?: string | undefined
  readonly archived?: boolean | undefined
  readonly locked?: boolean | undefined
  readonly invitable?: boolean | undefined
  readonly autoArchiveMinutes?: AutoArchiveMinutes | undefined
  readonly rateLimitPerUser?: number | undefined
  readonly tags?: readonly string[] | undefined
  readonly flags?: number | undefined
}

export async function editThread(
  chat: Chat,
  by: Acting,
  edit: ThreadEdit,
): Promise<{ readonly guild: GuildState; readonly thread: ThreadState }> {
  const { guild } = await getThreadFor(chat, by, edit.threadId)
  const { after, result } = await changeGuild(chat, guild.id, {
    // Who may not write in a locked thread may be writing: that is judged again.
    touches: () => ({ ...threadsAlone(), structure: edit.locked === true }),
    async apply(tx, now, members) {
      const member = await members.findActor(by)
      const here = await threadIn(chat, tx, { guild: now, member, threadId: edit.threadId })
      requireMayEdit(here, edit)
      const thread = await change(chat, tx, { here, edit })
      const changed = { before: here.thread, after: thread }
      await auditThread(chat, tx, { guild: now, actor: here.member, reason: by.reason, ...changed })
      return { thread, wakes: here.thread.thread.archived && !thread.thread.archived }
    },
    next: (before, { thread }) => withThread(before, thread),
    announce: (now, { thread, wakes }) => [
      wakes ? threadAwake(now.id, thread) : threadUpdated(now.id, thread),
    ],
  })
  return { guild: after, thread: result.thread }
}

/**
 * Who manages threads changes everything; who opened it its name, tags, and whether and when it is archived; everybody who
 * may write in it wakes it. A locked one is for who manages threads alone.
 */
function requireMayEdit(here: InThread, edit: ThreadEdit): void {
  const { thread } = here.thread
  const { threadId: _, ...wanted } = edit
  const asked = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (thread.archived && edit.archived !== false) refuse(refusals.thread_archived)
  if (mayInThread(here, 'MANAGE_THREADS')) return
  if (thread.locked) refuse(refusals.thread_locked)
  const wakes = thread.archived && asked.every((name) => name === 'archived')
  if (wakes) return requireInThread(here, 'SEND_MESSAGES')
  const own = thread.ownerId === here.member.accountId
  const theirs = ['name', 'archived', 'autoArchiveMinutes', 'tags', 'invitable']
  if (!own || !asked.every((name) => theirs.includes(name))) refuse(refusals.missing_permissions)
}

interface Changing {
  readonly here: InThread
  readonly edit: ThreadEdit
}

async function change(chat: Chat, tx: Transaction<Schema>, { here, edit }: Changing): Promise<ThreadState> {
  const { guild, thread: before } = here
  const { name } = edit
  const next = nextThread(Math.floor(chat.clock.now()), { here, edit })
  const wakes = before.thread.archived && !next.thread.archived
  if (wakes) requireRoom(guild)
  const { archivedAt, autoArchiveMinutes } = next.thread
  await updateThread(tx, before.id, {
    ...(name !== undefined && {
      name: await sealChannelName(chat, { row: before.id, key: guild.keyId, value: name }),
    }),
    rateLimitPerUser: next.rateLimitPerUser,
    flags: next.flags,
    archived: next.thread.archived,
    archivedAt: new Date(archivedAt),
    // The job that looks then knows whether somebody wrote meanwhile.
    dueAt: new Date(silentAt(archivedAt, autoArchiveMinutes)),
    locked: next.thread.locked,
    invitable: next.thread.invitable,
    autoArchiveMinutes,
    tags: next.thread.tags,
  })
  return next
}

function nextThread(now: number, { here, edit }: Changing): ThreadState {
  const { thread: details, ...before } = here.thread
  const archived = edit.archived ?? details.archived
  return {
    ...before,
    name: edit.name ?? before.name,
    rateLimitPerUser: edit.rateLimitPerUser ?? before.rateLimitPerUser,
    flags: edit.flags === undefined ? before.flags : flagsOf(here, edit.flags),
    thread: {
      ...details,
      archived,
      archivedAt: archived === details.archived ? details.archivedAt : now,
      locked: edit.locked ?? details.locked,
      invitable: before.type === 12 ? (edit.invitable ?? details.invitable) : details.invitable,
      autoArchiveMinutes: edit.autoArchiveMinutes ?? details.autoArchiveMinutes,
      tags: edit.tags ? tagsOfPost(here, edit.tags) : details.tags,
      version: details.version + 1,
    },
  }
}

/** A forum has one pinned post. */
function flagsOf({ guild, thread }: InThread, asked: number): number {
  const flags = asked & channelFlags.pinned
  if (flags === 0) return 0
  const forum = guild.channels.find((one) => one.id === thread.parentId)
  if (forum?.type !== 15) refuse(refusals.unsupported_channel_type)
  const others = [...guild.threads.values()].some(
    (one) =>
      one.id !== thread.id && one.parentId === thread.parentId && (one.flags & channelFlags.pinned) !== 0,
  )
  return others ? refuse(refusals.too_many_pinned_posts) : flags
}

function tagsOfPost({ guild, thread, held }: InThread, asked: readonly string[]): readonly string[] {
  const forum = guild.channels.find((one) => one.id === thread.parentId)
  if (!forum || forum.type !== 15) return asked.length === 0 ? [] : refuse(refusals.unknown_tag)
  return tagsOf(forum, asked, { had: thread.thread.tags, held })
}
