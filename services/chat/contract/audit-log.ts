import { query, Snowflake, z } from '@alles/platform/contract'
import { refusals } from './refusals.ts'
import { User } from './wire.ts'

/** What is written down, by its number on the wire. https://docs.discord.com/developers/resources/audit-log */
export const auditActions = {
  GUILD_UPDATE: 1,
  CHANNEL_CREATE: 10,
  CHANNEL_UPDATE: 11,
  CHANNEL_DELETE: 12,
  CHANNEL_OVERWRITE_CREATE: 13,
  CHANNEL_OVERWRITE_UPDATE: 14,
  CHANNEL_OVERWRITE_DELETE: 15,
  MEMBER_KICK: 20,
  MEMBER_PRUNE: 21,
  MEMBER_BAN_ADD: 22,
  MEMBER_BAN_REMOVE: 23,
  MEMBER_UPDATE: 24,
  MEMBER_ROLE_UPDATE: 25,
  BOT_ADD: 28,
  ROLE_CREATE: 30,
  ROLE_UPDATE: 31,
  ROLE_DELETE: 32,
  INVITE_CREATE: 40,
  INVITE_DELETE: 42,
  WEBHOOK_CREATE: 50,
  WEBHOOK_UPDATE: 51,
  WEBHOOK_DELETE: 52,
  EMOJI_CREATE: 60,
  EMOJI_UPDATE: 61,
  EMOJI_DELETE: 62,
  MESSAGE_DELETE: 72,
  MESSAGE_BULK_DELETE: 73,
  MESSAGE_PIN: 74,
  MESSAGE_UNPIN: 75,
  STICKER_CREATE: 90,
  STICKER_UPDATE: 91,
  STICKER_DELETE: 92,
  THREAD_CREATE: 110,
  THREAD_UPDATE: 111,
  THREAD_DELETE: 112,
} as const
export type AuditAction = keyof typeof auditActions

/** One thing that became another; a value that was not there before, or is not any more, is left out. */
export const AuditChange = z.object({
  key: z.string(),
  old_value: z.json().exactOptional(),
  new_value: z.json().exactOptional(),
})
export type AuditChange = z.infer<typeof AuditChange>

/** `user_id` and the ids of members are random references once their account is erased, or null. */
export const AuditLogEntry = z.object({
  id: Snowflake,
  user_id: Snowflake.nullable(),
  target_id: Snowflake.nullable(),
  action_type: z.int(),
  changes: z.array(AuditChange).exactOptional(),
  options: z.record(z.string(), z.string()).exactOptional(),
  reason: z.string().exactOptional(),
})
export type AuditLogEntry = z.infer<typeof AuditLogEntry>

const none = z.tuple([])

export const AuditLog = z.object({
  audit_log_entries: z.array(AuditLogEntry),
  /** Who did it, and to whom. */
  users: z.array(User),
  webhooks: none,
  threads: none,
  integrations: none,
  application_commands: none,
  auto_moderation_rules: none,
  guild_scheduled_events: none,
})
export type AuditLog = z.infer<typeof AuditLog>

/**
 * For who holds VIEW_AUDIT_LOG. Newest first; with `after` oldest first. What happened in channels one cannot see is
 * left out, and so is, for who does not administrate the server, what happened in hidden channels that are gone. Entries
 * are kept for 90 days. Of nicknames it says that they changed, not what they were.
 */
export const listAuditLog = query('chat.listAuditLog', {
  about: 'Pages through what was done in a server by those who keep order in it, and why.',
  protocol: 'discord',
  http: 'GET /guilds/:guildId/audit-logs',
  caller: 'account',
  input: z.object({
    guildId: Snowflake,
    /** Only what this account did. */
    user_id: Snowflake.optional(),
    action_type: z.coerce.number<number | string>().int().min(0).max(1000).optional(),
    before: Snowflake.optional(),
    after: Snowflake.optional(),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(50),
  }),
  output: AuditLog,
  refuses: [refusals.unknown_guild, refusals.missing_permissions],
})
