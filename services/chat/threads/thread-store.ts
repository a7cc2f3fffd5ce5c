import type { Connection, Transaction } from '@alles/platform/postgres'
import type { ThreadMemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { raiseRevision } from '../messages/message-store.ts'

type Tx = Transaction<Schema>
type Db = Connection<Schema>

const int8s = 1016

export interface NewThread {
  readonly id: string
  readonly guildId: string
  readonly parentId: string
  readonly type: 10 | 11 | 12
  readonly ownerRef: string
  /** Sealed. */
  readonly name: Buffer
  readonly rateLimitPerUser: number
  readonly invitable: boolean
  readonly autoArchiveMinutes: number
  readonly tags: readonly string[]
  readonly uncounted: number
  readonly at: Date
  readonly dueAt: Date
}

/** With the head that makes it one that can be written in. False where its id is taken. */
export async function insertThread({ sql }: Tx, thread: NewThread): Promise<boolean> {
  const made = await sql`
    insert into channels (id, guild_id, type, position, rate_limit_per_user, name)
    values (${thread.id}, ${thread.guildId}, ${thread.type}, 0, ${thread.rateLimitPerUser}, ${thread.name})
    on conflict do nothing`
  if (made.count === 0) return false
  await sql`
    insert into threads (channel_id, guild_id, parent_id, owner_ref, private, invitable, auto_archive_minutes,
      archived_at, created_at, due_at, tags, uncounted)
    values (${thread.id}, ${thread.guildId}, ${thread.parentId}, ${thread.ownerRef}, ${thread.type === 12},
      ${thread.invitable}, ${thread.autoArchiveMinutes}, ${thread.at}, ${thread.at}, ${thread.dueAt},
      ${sql.array([...thread.tags], int8s)}, ${thread.uncounted})`
  await sql`insert into channel_heads (channel_id, guild_id) values (${thread.id}, ${thread.guildId})`
  return true
}

/** What to change of a thread; absent fields stay. */
export interface ThreadChange {
  /** Sealed. */
  readonly name?: Buffer
  readonly rateLimitPerUser?: number
  readonly flags?: number
  readonly archived?: boolean
  /** With `archived`. */
  readonly archivedAt?: Date
  /** With `archived` and `autoArchiveMinutes`. */
  readonly dueAt?: Date
  readonly locked?: boolean
  readonly invitable?: boolean
  readonly autoArchiveMinutes?: number
  readonly tags?: readonly string[]
}

export async function updateThread({ kysely }: Tx, id: string, change: ThreadChange): Promise<void> {
  const channel = {
    ...(change.name && { name: change.name }),
    ...(change.rateLimitPerUser !== undefined && { rate_limit_per_user: change.rateLimitPerUser }),
    ...(change.flags !== undefined && { flags: change.flags }),
  }
  if (Object.keys(channel).length > 0)
    await kysely.updateTable('channels').set(channel).where('id', '=', id).execute()
  await kysely
    .updateTable('threads')
    .set((of) => ({
      version: of('version', '+', 1),
      ...(change.archived !== undefined && { archived: change.archived }),
      ...(change.archivedAt && { archived_at: change.archivedAt }),
      ...(change.dueAt && { due_at: change.dueAt }),
      ...(change.locked !== undefined && { locked: change.locked }),
      ...(change.invitable !== undefined && { invitable: change.invitable }),
      ...(change.autoArchiveMinutes !== undefined && { auto_archive_minutes: change.autoArchiveMinutes }),
      ...(change.tags && { tags: [...change.tags] }),
    }))
    .where('channel_id', '=', id)
    .execute()
}

/** With its head and members. Its messages are for `sweepMessages`. */
export async function removeThreads({ sql }: Db, ids: readonly string[]): Promise<void> {
  await sql`delete from threads where channel_id = any (${sql.array([...ids], int8s)}::int8[])`
  await sql`delete from channels where id = any (${sql.array([...ids], int8s)}::int8[])`
}

/** Some threads that a channel or a guild that is gone left behind. */
export async function listLeftBehind(
  { sql }: Db,
  { of, id }: { readonly of: 'channel' | 'guild'; readonly id: string },
  limit: number,
): Promise<string[]> {
  const column = of === 'channel' ? 'parent_id' : 'guild_id'
  const rows = await sql<{ channel_id: string }[]>`
    select channel_id from threads where ${sql(column)} = ${id} limit ${limit}`
  return rows.map((row) => row.channel_id)
}

/** Says that a forum's newest post is this one. */
export async function raiseForum({ sql }: Tx, forumId: string, postId: string): Promise<void> {
  await sql`
    update channel_heads set last_id = ${postId}
    where channel_id = ${forumId} and (last_id is null or last_id < ${postId})`
}

export interface NewThreadMember {
  readonly threadId: string
  readonly parentId: string
  readonly guildId: string
  readonly ref: string
  readonly private: boolean
  readonly at: Date
}

/** False where it is in already. The thread's count follows by itself. */
export async function insertThreadMember({ sql }: Tx, member: NewThreadMember): Promise<boolean> {
  const rows = await sql`
    insert into thread_members (channel_id, membership_ref, guild_id, parent_id, private, joined_at)
    values (${member.threadId}, ${member.ref}, ${member.guildId}, ${member.parentId}, ${member.private}, ${member.at})
    on conflict do nothing`
  return rows.count > 0
}

/** False where it was not in. The thread's count follows by itself. */
export async function removeThreadMember({ sql }: Tx, threadId: string, ref: string): Promise<boolean> {
  const rows = await sql`
    delete from thread_members where channel_id = ${threadId} and membership_ref = ${ref}`
  return rows.count > 0
}

/** Of some threads of a guild, those that each of some accounts follows. */
export async function listJoined(
  { sql }: Db,
  asked: {
    readonly guildId: string
    readonly accountIds: readonly string[]
    readonly threadIds: readonly string[]
  },
): Promise<ThreadMemberState[]> {
  if (asked.threadIds.length === 0 || asked.accountIds.length === 0) return []
  const rows = await sql<{ channel_id: string; account_id: string; joined_at: Date }[]>`
    select t.channel_id, m.account_id, t.joined_at
    from memberships m join thread_members t on t.membership_ref = m.ref
    where m.guild_id = ${asked.guildId} and m.account_id = any (${sql.array([...asked.accountIds], int8s)}::int8[])
      and t.guild_id = ${asked.guildId} and t.channel_id = any (${sql.array([...asked.threadIds], int8s)}::int8[])`
  return rows.map((row) => ({
    threadId: row.channel_id,
    accountId: row.account_id,
    joinedAt: row.joined_at.getTime(),
  }))
}

/** Of some threads, those that a membership follows. */
export async function listJoinedBy(
  { sql }: Db,
  ref: string,
  threadIds: readonly string[],
): Promise<string[]> {
  if (threadIds.length === 0) return []
  const rows = await sql<{ channel_id: string }[]>`
    select channel_id from thread_members
    where membership_ref = ${ref} and channel_id = any (${sql.array([...threadIds], int8s)}::int8[])`
  return rows.map((row) => row.channel_id)
}

/** Whether a membership follows any thread of its guild, archived or not. */
export async function followsAny({ sql }: Db, guildId: string, ref: string): Promise<boolean> {
  const rows = await sql`
    select 1 from thread_members where guild_id = ${guildId} and membership_ref = ${ref} limit 1`
  return rows.length > 0
}

/** A page of those who follow a thread, by their reference. */
export async function listMembersOfThread(
  { sql }: Db,
  { threadId, after }: { readonly threadId: string; readonly after: string },
  limit: number,
): Promise<ThreadMemberState[]> {
  const rows = await sql<{ account_id: string; joined_at: Date }[]>`
    select m.account_id, t.joined_at
    from thread_members t join memberships m on m.ref = t.membership_ref
    where t.channel_id = ${threadId} and t.membership_ref > ${after} and m.account_id is not null
    order by t.membership_ref limit ${limit}`
  return rows.map((row) => ({
    threadId,
    accountId: row.account_id,
    joinedAt: row.joined_at.getTime(),
  }))
}

export interface ArchivedPage {
  readonly parentId: string
  readonly private: boolean
  readonly before: Date
}

/** Archived threads of a channel, archived last first. */
export async function listArchived(
  { sql }: Db,
  { parentId, before, private: hidden }: ArchivedPage,
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ channel_id: string }[]>`
    select channel_id from threads
    where parent_id = ${parentId} and private = ${hidden} and archived and archived_at < ${before}
    order by archived_at desc, channel_id desc limit ${limit}`
  return rows.map((row) => row.channel_id)
}

/** Private archived threads of a channel that a membership is in, by id, downwards. */
export async function listArchivedOf(
  { sql }: Db,
  page: { readonly parentId: string; readonly ref: string; readonly before: string },
  limit: number,
): Promise<string[]> {
  const rows = await sql<{ channel_id: string }[]>`
    select m.channel_id from thread_members m join threads t using (channel_id)
    where m.membership_ref = ${page.ref} and m.parent_id = ${page.parentId} and m.private
      and m.channel_id < ${page.before} and t.archived
    order by m.channel_id desc limit ${limit}`
  return rows.map((row) => row.channel_id)
}

/** Active threads that may have been silent for long enough, and their guilds. */
export async function listDue(
  { sql }: Db,
  now: Date,
  limit: number,
): Promise<{ readonly threadId: string; readonly guildId: string }[]> {
  return sql<{ threadId: string; guildId: string }[]>`
    select channel_id as "threadId", guild_id as "guildId" from threads
    where not archived and due_at <= ${now} order by due_at limit ${limit}`
}

/** Takes the head of a thread, so that nobody writes there meanwhile, and answers its newest message. */
export async function lockHead({ sql }: Tx, threadId: string): Promise<string | null> {
  const [row] = await sql<{ last_id: string | null }[]>`
    select last_id from channel_heads where channel_id = ${threadId} for update`
  return row?.last_id ?? null
}

/** Looks at a thread again later. */
export async function putOff({ sql }: Tx, threadId: string, until: Date): Promise<void> {
  await sql`update threads set due_at = ${until} where channel_id = ${threadId}`
}

/** Says of a message whether a thread was opened from it, by its flag for that. False where it is gone. */
export async function markThread(
  db: Db,
  message: { readonly channelId: string; readonly id: string },
  has: boolean,
): Promise<boolean> {
  const rows = await db.sql`
    update messages set flags = case when ${has} then flags | 32 else flags & ~32 end
    where channel_id = ${message.channelId} and id = ${message.id}`
  await raiseRevision(db, message.channelId)
  return rows.count > 0
}
