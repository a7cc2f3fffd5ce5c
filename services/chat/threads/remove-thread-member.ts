import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  channelPermissions,
  maySeeThread,
  refusals,
  type GuildState,
  type MemberState,
  type ThreadState,
} from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone, threadsAlone, type Touched } from '../guilds/touched.ts'
import { withCount, withThread } from './next-threads.ts'
import { getThreadFor, mayInThread, requireActive, threadIn, type InThread } from './thread-access.ts'
import { memberLeft, threadHidden } from './thread-events.ts'
import { removeThreadMember as remove } from './thread-store.ts'

/** Takes somebody out of a thread: oneself, or others as who manages threads or opened a private one. */
export async function removeThreadMember(
  chat: Chat,
  by: Actor,
  wish: { readonly threadId: string; readonly accountId: string },
): Promise<void> {
  const { guild } = await getThreadFor(chat, by, wish.threadId)
  await changeGuild(chat, guild.id, {
    touches: touchedBy,
    async apply(tx, now, members) {
      const actor = await members.findActor(by)
      const here = await threadIn(chat, tx, { guild: now, member: actor, threadId: wish.threadId })
      const own = wish.accountId === by.accountId
      if (!own && !mayRemove(here)) refuse(refusals.missing_permissions)
      requireActive(here)
      const member = await members.get(wish.accountId)
      const removed = await remove(tx, wish.threadId, member.membershipRef)
      if (!removed && !own) refuse(refusals.unknown_member)
      return removed ? { thread: withCount(here.thread, -1), member } : null
    },
    next: (before, left) => (left ? withThread(before, left.thread) : before),
    announce: (after, left) => (left ? announce(after, left) : []),
  })
}

/** Who is out of a private one may write there no longer: what they are sending is judged again. */
function touchedBy(left: Left | null): Touched {
  if (!left) return membersAlone()
  const { thread, member } = left
  return thread.type === 12 ? threadsAlone({ how: 'changed', member }) : threadsAlone()
}

interface Left {
  readonly thread: ThreadState
  readonly member: MemberState
}

function mayRemove(here: InThread): boolean {
  const { type, thread } = here.thread
  return mayInThread(here, 'MANAGE_THREADS') || (type === 12 && thread.ownerId === here.member.accountId)
}

function announce(guild: GuildState, { thread, member }: Left) {
  const { accountId } = member
  const sees = maySeeThread(channelPermissions(guild, member, thread), thread, false)
  const left = memberLeft(guild.id, thread, accountId)
  return sees ? [left] : [left, threadHidden(guild.id, thread, accountId)]
}
