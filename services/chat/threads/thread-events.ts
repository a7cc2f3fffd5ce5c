import type { Chat } from '../chat.ts'
import {
  renderThread,
  renderThreadMember,
  type Dispatch,
  type GuildState,
  type MemberState,
  type ThreadMemberState,
  type ThreadState,
} from '../contract/index.ts'
import { showMember } from '../members/member-events.ts'

/** What is heard of a new thread: by those who see it, then by who opened it, who follows it. */
export function threadCreated(guildId: string, thread: ThreadState, owner: ThreadMemberState): Dispatch[] {
  return [
    {
      t: 'THREAD_CREATE',
      d: { ...renderThread(guildId, thread), newly_created: true },
      audience: { kind: 'channel', guildId, channelId: thread.id },
      reshape: true,
    },
    followed(guildId, owner),
  ]
}

/** What somebody hears who was let into a private thread. */
export function threadShown(guildId: string, thread: ThreadState, member: ThreadMemberState): Dispatch {
  return {
    t: 'THREAD_CREATE',
    d: renderThread(guildId, thread, member),
    audience: { kind: 'guild', guildId, accountIds: [member.accountId] },
    reshape: true,
  }
}

export function threadUpdated(guildId: string, thread: ThreadState): Dispatch {
  return {
    t: 'THREAD_UPDATE',
    d: renderThread(guildId, thread),
    audience: { kind: 'channel', guildId, channelId: thread.id },
    reshape: true,
  }
}

/** The same of one that was archived and is awake again. */
export function threadAwake(guildId: string, thread: ThreadState): Dispatch {
  return { ...threadUpdated(guildId, thread), wakes: thread.id }
}

/** `members`: who was in it, where it was private. */
export function threadDeleted(
  guildId: string,
  thread: ThreadState,
  members: ReadonlySet<string> | null,
): Dispatch {
  return {
    t: 'THREAD_DELETE',
    d: goneThread(guildId, thread),
    audience: {
      kind: 'channel',
      guildId,
      channelId: thread.parentId,
      ...(members && { members: [...members] }),
    },
    reshape: true,
  }
}

/** What somebody hears who is out of a private thread. */
export function threadHidden(guildId: string, thread: ThreadState, accountId: string): Dispatch {
  return {
    t: 'THREAD_DELETE',
    d: goneThread(guildId, thread),
    audience: { kind: 'guild', guildId, accountIds: [accountId] },
    reshape: true,
  }
}

function goneThread(guildId: string, { id, parentId, type }: ThreadState): object {
  return { id, guild_id: guildId, parent_id: parentId, type }
}

/** What somebody hears who follows a thread from now on. */
export function followed(guildId: string, member: ThreadMemberState): Dispatch {
  return {
    t: 'THREAD_MEMBER_UPDATE',
    d: { ...renderThreadMember(member), guild_id: guildId },
    audience: { kind: 'guild', guildId, accountIds: [member.accountId] },
  }
}

/** What those who see a thread hear when somebody began to follow it. */
export async function memberJoined(
  chat: Chat,
  guild: GuildState,
  joined: { readonly thread: ThreadState; readonly member: MemberState; readonly follows: ThreadMemberState },
): Promise<Dispatch> {
  const { thread, member, follows } = joined
  const shown = { ...renderThreadMember(follows), member: await showMember(chat, member), presence: null }
  return membersUpdated(guild.id, thread, { added_members: [shown] })
}

/** What those who see a thread hear when somebody left it. */
export function memberLeft(guildId: string, thread: ThreadState, accountId: string): Dispatch {
  return membersUpdated(guildId, thread, { removed_member_ids: [accountId] })
}

function membersUpdated(guildId: string, { id, thread }: ThreadState, change: object): Dispatch {
  return {
    t: 'THREAD_MEMBERS_UPDATE',
    d: { id, guild_id: guildId, member_count: thread.memberCount, ...change },
    audience: { kind: 'channel', guildId, channelId: id },
    reshape: true,
  }
}
