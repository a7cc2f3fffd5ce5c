import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  refusals,
  type Dispatch,
  type GuildState,
  type MemberState,
  type ThreadMemberState,
  type ThreadState,
} from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone, threadsAlone } from '../guilds/touched.ts'
import type { LockedMembers } from '../members/locked-members.ts'
import { withCount, withThread } from './next-threads.ts'
import { followed, memberJoined, threadShown } from './thread-events.ts'
import { mostPrivateMembers } from './thread-policy.ts'
import { insertThreadMember } from './thread-store.ts'

/** Judges, by the guild as it is, who is to follow which thread. Null: nobody, as the thread is asleep. */
export type Choose = (
  tx: Transaction<Schema>,
  guild: GuildState,
  members: LockedMembers,
) => Promise<Chosen | null>

export interface Chosen {
  readonly thread: ThreadState
  readonly member: MemberState
  /** Whether the member sees the thread already. */
  readonly sees: boolean
}

/** Lets somebody follow a thread. Does nothing twice. */
export async function addFollower(chat: Chat, guildId: string, choose: Choose): Promise<void> {
  await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const chosen = await choose(tx, guild, members)
      if (!chosen) return null
      const { thread, member } = chosen
      const now = Math.floor(chat.clock.now())
      const added = await insertThreadMember(tx, {
        threadId: thread.id,
        parentId: thread.parentId,
        guildId,
        ref: member.membershipRef,
        private: thread.type === 12,
        at: new Date(now),
      })
      if (!added) return null
      if (thread.type === 12 && thread.thread.memberCount >= mostPrivateMembers)
        refuse(refusals.too_many_thread_members)
      const follows = { threadId: thread.id, accountId: member.accountId, joinedAt: now }
      return { ...chosen, thread: withCount(thread, 1), follows }
    },
    touches: (added) => (added ? threadsAlone() : membersAlone()),
    next: (before, added) => (added ? withThread(before, added.thread) : before),
    announce: (guild, added) => (added ? announce(chat, guild, added) : []),
  })
}

async function announce(
  chat: Chat,
  guild: GuildState,
  { thread, member, sees, follows }: Chosen & { readonly follows: ThreadMemberState },
): Promise<Dispatch[]> {
  return [
    sees ? followed(guild.id, follows) : threadShown(guild.id, thread, follows),
    await memberJoined(chat, guild, { thread, member, follows }),
  ]
}
