import type { Connection, Transaction } from '@alles/platform/postgres'
import type { ChannelType } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'

type Tx = Transaction<Schema>

export interface NewChannel {
  readonly id: string
  readonly guildId: string
  readonly parentId: string | null
  readonly type: ChannelType
  readonly position: number
  readonly rateLimitPerUser: number
  readonly name: Buffer
  readonly topic: Buffer | null
  readonly nsfw: boolean
  readonly flags: number
  readonly threadRateLimit: number
  readonly autoArchiveMinutes: number | null
  /** Sealed. */
  readonly forum: Buffer | null
}

/** With the head that makes a channel one that can be written in; that of a forum knows its newest post. Parents before children. */
export async function insertChannels({ kysely }: Tx, channels: readonly NewChannel[]): Promise<void> {
  if (channels.length === 0) return
  await kysely
    .insertInto('channels')
    .values(
      channels.map((one) => ({
        id: one.id,
        guild_id: one.guildId,
        parent_id: one.parentId,
        type: one.type,
        position: one.position,
        rate_limit_per_user: one.rateLimitPerUser,
        name: one.name,
        topic: one.topic,
        nsfw: one.nsfw,
        flags: one.flags,
        thread_rate_limit_per_user: one.threadRateLimit,
        auto_archive_minutes: one.autoArchiveMinutes,
        forum: one.forum,
      })),
    )
    .execute()
  const heads = channels
    .filter((one) => one.type !== 4)
    .map((one) => ({ channel_id: one.id, guild_id: one.guildId, last_id: null }))
  if (heads.length > 0) await kysely.insertInto('channel_heads').values(heads).execute()
}

/** What to change of a channel; absent fields stay. */
export interface ChannelChange {
  readonly name?: Buffer
  readonly topic?: Buffer | null
  readonly position?: number
  readonly parentId?: string | null
  readonly rateLimitPerUser?: number
  readonly type?: ChannelType
  readonly nsfw?: boolean
  readonly flags?: number
  readonly threadRateLimit?: number
  readonly autoArchiveMinutes?: number | null
  /** Sealed. */
  readonly forum?: Buffer
}

export async function updateChannel({ kysely }: Tx, id: string, change: ChannelChange): Promise<void> {
  const { parentId, rateLimitPerUser, threadRateLimit, autoArchiveMinutes, ...rest } = change
  const columns = {
    ...rest,
    parent_id: parentId,
    rate_limit_per_user: rateLimitPerUser,
    thread_rate_limit_per_user: threadRateLimit,
    auto_archive_minutes: autoArchiveMinutes,
  }
  const given = Object.entries(columns).filter(([, value]) => value !== undefined)
  if (given.length === 0) return
  await kysely.updateTable('channels').set(Object.fromEntries(given)).where('id', '=', id).execute()
}

/** With its head, overwrites and invites. The channels of a category lose their parent. */
export async function removeChannel({ kysely }: Tx, id: string): Promise<void> {
  await kysely.deleteFrom('channels').where('id', '=', id).execute()
}

/** Deletes the oldest `count` messages of a channel that is gone; answers how many there were. */
export async function removeOldest(
  { sql }: Connection<Schema>,
  channelId: string,
  count: number,
): Promise<number> {
  const rows = await sql`
    delete from messages where channel_id = ${channelId} and id in (
      select id from messages where channel_id = ${channelId} order by id limit ${count})`
  return rows.count
}
