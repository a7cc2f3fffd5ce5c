import type { Generated, GeneratedAlways } from 'kysely'

/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  bans: {
    guild_id: string
    membership_ref: string
    banned_at: Date
    reason: Buffer | null
  }
  channel_heads: {
    channel_id: string
    guild_id: string
    last_id: string | null
    last_number: Generated<string>
  }
  channels: {
    id: string
    guild_id: string
    parent_id: string | null
    type: number
    position: number
    rate_limit_per_user: Generated<number>
    name: Buffer
    topic: Buffer | null
    nsfw: Generated<boolean>
    flags: Generated<number>
    thread_rate_limit_per_user: Generated<number>
    auto_archive_minutes: number | null
    forum: Buffer | null
  }
  guilds: {
    id: string
    owner_ref: string
    guild_key_id: string
    version: Generated<string>
    name: Buffer
    member_count: Generated<number>
    members_version: Generated<string>
    threads_version: Generated<string>
  }
  invites: {
    code: string
    guild_id: string
    channel_id: string
    inviter_ref: string | null
    max_uses: number
    uses: Generated<number>
    max_age: number
    temporary: boolean
    created_at: Date
    expires_at: Date | null
  }
  member_overwrites: {
    channel_id: string
    membership_ref: string
    guild_id: string
    allow: string
    deny: string
  }
  member_roles: {
    guild_id: string
    membership_ref: string
    role_id: string
  }
  members: {
    guild_id: string
    membership_ref: string
    joined_at: Date
    nick: Buffer | null
    version: Generated<string>
  }
  memberships: {
    ref: string
    guild_id: string
    account_id: string | null
    content_key_id: string
    present: Generated<boolean>
  }
  messages: {
    channel_id: string
    id: string
    guild_id: string
    author_ref: string
    number: string
    reply_channel_id: string | null
    reply_message_id: string | null
    edited_at: Date | null
    kind: number
    flags: Generated<number>
    mention_everyone: Generated<boolean>
    content: Buffer | null
    mentions: Buffer | null
  }
  nonces: {
    channel_id: string
    author_ref: string
    nonce_hash: Buffer
    message_id: string
    created_at: Date
  }
  outbox: {
    id: GeneratedAlways<string>
    events: unknown
    created_at: Date
  }
  role_overwrites: {
    channel_id: string
    role_id: string
    guild_id: string
    allow: string
    deny: string
  }
  roles: {
    guild_id: string
    id: string
    permissions: string
    position: number
    color: Generated<number>
    hoist: Generated<boolean>
    mentionable: Generated<boolean>
    managed_by_ref: string | null
    name: Buffer
  }
  thread_members: {
    channel_id: string
    membership_ref: string
    guild_id: string
    parent_id: string
    private: boolean
    joined_at: Date
  }
  threads: {
    channel_id: string
    guild_id: string
    parent_id: string
    owner_ref: string | null
    private: boolean
    archived: Generated<boolean>
    locked: Generated<boolean>
    invitable: Generated<boolean>
    auto_archive_minutes: number
    archived_at: Date
    due_at: Date
    created_at: Date
    tags: Generated<string[]>
    version: Generated<number>
    member_count: Generated<number>
    uncounted: Generated<number>
    removed: Generated<number>
  }
}
