import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { channelPermissions, holds, maySeeThread, permissions, refusals } from '../contract/index.ts'
import { addFollower } from './add-follower.ts'
import {
  getThreadFor,
  mayInThread,
  requireActive,
  requireInThread,
  threadIn,
  type InThread,
} from './thread-access.ts'

/** Adds a member of the guild to a thread; a private one comes into their sight. Does nothing twice. */
export async function addThreadMember(
  chat: Chat,
  by: Actor,
  wish: { readonly threadId: string; readonly accountId: string },
): Promise<void> {
  const { guild } = await getThreadFor(chat, by, wish.threadId)
  await addFollower(chat, guild.id, async (tx, now, members) => {
    const actor = await members.findActor(by)
    const here = await threadIn(chat, tx, { guild: now, member: actor, threadId: wish.threadId })
    requireMayAdd(here)
    const member = await members.get(wish.accountId)
    const held = channelPermissions(now, member, here.thread)
    if (!holds(held, permissions.VIEW_CHANNEL)) refuse(refusals.missing_access)
    return { thread: here.thread, member, sees: maySeeThread(held, here.thread, false) }
  })
}

function requireMayAdd(here: InThread): void {
  requireActive(here)
  requireInThread(here, 'SEND_MESSAGES')
  const { thread, invitable, locked } = { thread: here.thread, ...here.thread.thread }
  if (mayInThread(here, 'MANAGE_THREADS')) return
  if (locked) refuse(refusals.thread_locked)
  const own = here.thread.thread.ownerId === here.member.accountId
  if (thread.type === 12 && !invitable && !own) refuse(refusals.missing_permissions)
}
