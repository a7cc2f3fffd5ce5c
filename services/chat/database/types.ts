import type { Generated, GeneratedAlways } from 'kysely'

/** Generated from the migrations by tools/generate-types.ts. */
export interface Schema {
  audit_log: {
    guild_id: string
    id: string
    action: number
    actor_ref: string | null
    target_id: string | null
    target_ref: string | null
    channel_id: string | null
    open: Generated<boolean>
    created_at: Date
    reason: Buffer | null
    details: Buffer | null
  }
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
    revision: Generated<string>
    last_pin_at: Date | null
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
  clearings: {
    guild_id: string
    membership_ref: string
    newest: string | null
    old_key_id: string
    deleted: Generated<string>
    asked_at: Date
    done_at: Date | null
  }
  direct_pairs: {
    account_id: string
    other_id: string
    guild_id: string
  }
  drafts: {
    membership_ref: string
    channel_id: string
    updated_at: Date
    content: Buffer
  }
  emoji_roles: {
    guild_id: string
    emoji_id: string
    role_id: string
  }
  emojis: {
    guild_id: string
    id: string
    creator_ref: string | null
    animated: boolean
    picture: string
    name: Buffer
  }
  guild_templates: {
    code: string
    guild_id: string
    creator_ref: string | null
    usage_count: Generated<number>
    created_at: Date
    updated_at: Date
    name: Buffer
    description: Buffer | null
    content: Buffer
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
    description: Buffer | null
    icon: string | null
    banner: string | null
    system_channel_id: string | null
    system_channel_flags: Generated<number>
    rules_channel_id: string | null
    public_updates_channel_id: string | null
    verification_level: Generated<number>
    default_message_notifications: Generated<number>
    nsfw_level: Generated<number>
    preferred_locale: Generated<string>
    invites_disabled: Generated<boolean>
    link_previews: Generated<boolean>
    screening: Generated<boolean>
    screening_form: Buffer | null
    screening_changed_at: Date | null
    vanity_hash: Buffer | null
    vanity_code: Buffer | null
    vanity_uses: Generated<number>
    deleted_at: Date | null
    kind: Generated<number>
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
    pending: Generated<boolean>
    timed_out_until: Date | null
    temporary: Generated<boolean>
    avatar: string | null
    hidden: Generated<boolean>
  }
  memberships: {
    ref: string
    guild_id: string
    account_id: string | null
    content_key_id: string
    present: Generated<boolean>
  }
  message_edits: {
    channel_id: string
    message_id: string
    id: string
    author_ref: string
    replaced_at: Date
    before: Buffer
  }
  message_tokens: {
    channel_id: string
    message_id: string
    author_ref: string
    tokens: number[]
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
    extras: Buffer | null
    marks: Generated<number>
    bundle_id: string | null
  }
  nonces: {
    channel_id: string
    author_ref: string
    nonce_hash: Buffer
    message_id: string
    created_at: Date
  }
  notes: {
    account_id: string
    other_id: string
    note: Buffer
  }
  notification_settings: {
    membership_ref: string
    settings: Buffer
  }
  outbox: {
    id: GeneratedAlways<string>
    events: unknown
    created_at: Date
  }
  personal_settings: {
    account_id: string
    key_id: string
    settings: Buffer | null
    notifications: Buffer | null
  }
  pins: {
    channel_id: string
    pinned_at: Date
    message_id: string
    guild_id: string
  }
  poll_choices: {
    channel_id: string
    message_id: string
    choice_id: string
    guild_id: string
    count: Generated<number>
  }
  poll_votes: {
    channel_id: string
    message_id: string
    choice_id: string
    membership_ref: string
    answer: Buffer
  }
  polls: {
    channel_id: string
    message_id: string
    guild_id: string
    ends_at: Date
    ended_at: Date | null
  }
  reactions: {
    channel_id: string
    message_id: string
    id: string
    guild_id: string
    token: Buffer
    count: Generated<number>
  }
  reactors: {
    channel_id: string
    message_id: string
    reaction_id: string
    membership_ref: string
    emoji: Buffer
  }
  read_states: {
    membership_ref: string
    channel_id: string
    last_read_id: string | null
    last_read_number: Generated<string>
    mention_count: Generated<number>
  }
  relationships: {
    account_id: string
    other_id: string
    type: number
    since: Date
  }
  removed_choices: {
    channel_id: string
    message_id: string
    choice_id: string
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
    icon: string | null
    unicode_emoji: Buffer | null
    member_count: Generated<number>
  }
  search_changes: {
    id: GeneratedAlways<string>
    channel_id: string
    message_id: string
  }
  search_channels: {
    channel_id: string
    guild_id: string
    newest_id: string
    oldest_id: string
    indexed: Generated<string>
  }
  search_days: {
    guild_id: string
    day: number
  }
  stickers: {
    guild_id: string
    id: string
    creator_ref: string | null
    animated: boolean
    picture: string
    words: Buffer
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
