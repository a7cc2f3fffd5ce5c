import type { Chat } from '../chat.ts'
import {
  renderThread,
  renderThreadMember,
  type GuildState,
  type MemberState,
  type Thread,
  type ThreadMember,
  type ThreadState,
} from '../contract/index.ts'
import { listJoined } from './thread-store.ts'

export interface ThreadList {
  readonly threads: Thread[]
  readonly members: ThreadMember[]
}

/** Threads as the wire lists them, and which of them somebody follows. */
export async function listThreads(
  chat: Chat,
  { guild, member }: { readonly guild: GuildState; readonly member: MemberState },
  threads: readonly ThreadState[],
): Promise<ThreadList> {
  const joined = await listJoined(chat.database, {
    guildId: guild.id,
    accountIds: [member.accountId],
    threadIds: threads.map((thread) => thread.id),
  })
  return {
    threads: threads.map((thread) => renderThread(guild.id, thread)),
    members: joined.map(renderThreadMember),
  }
}
