import type { Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import {
  basePermissions,
  holds,
  maySee,
  permissions,
  type AuditLog,
  type GuildState,
  type listAuditLog as call,
  type MemberState,
} from '../contract/index.ts'
import { getGuildOf, requirePermission } from '../guilds/guild-access.ts'
import { findMembership } from '../members/member-store.ts'
import { listAuditRows, type AuditRow, type AuditSight } from './audit-log-store.ts'
import { openWords } from './audit-seals.ts'
import { showEntry } from './show-entry.ts'

const nothing = {
  webhooks: [],
  threads: [],
  integrations: [],
  application_commands: [],
  auto_moderation_rules: [],
  guild_scheduled_events: [],
} satisfies Partial<AuditLog>

/** A page of the log, as far as `by` may see what it speaks of. */
export async function listAuditLog(chat: Chat, by: Actor, page: Input<typeof call>): Promise<AuditLog> {
  const inside = await getGuildOf(chat, by, page.guildId)
  const member = requirePermission(inside, 'VIEW_AUDIT_LOG')
  const actor = await actorOf(chat, page)
  const asked = { ...page, action: page.action_type, actorRef: actor }
  const rows =
    actor === null
      ? []
      : await listAuditRows(chat.database, { ...asked, actorRef: actor }, sightOf(inside.guild, member))
  return { ...nothing, ...(await showRows(chat, inside.guild, rows)) }
}

/** The membership whose acts are asked for, undefined where everybody's are; null where it is nobody's. */
async function actorOf(chat: Chat, page: Input<typeof call>): Promise<string | null | undefined> {
  if (page.user_id === undefined) return undefined
  return (await findMembership(chat.database, page.guildId, page.user_id))?.ref ?? null
}

function sightOf(guild: GuildState, member: MemberState): AuditSight {
  if (holds(basePermissions(guild, member), permissions.ADMINISTRATOR)) return null
  return {
    there: guild.channels.map((channel) => channel.id),
    seen: guild.channels.filter((channel) => maySee(guild, member, channel)).map((channel) => channel.id),
  }
}

async function showRows(
  chat: Chat,
  guild: GuildState,
  rows: readonly AuditRow[],
): Promise<Pick<AuditLog, 'audit_log_entries' | 'users'>> {
  const refs = new Set(rows.flatMap((row) => [row.actorRef, row.targetRef]).filter((ref) => ref !== null))
  const [users, words] = await Promise.all([chat.authors.users([...refs]), openWords(chat, guild.id, rows)])
  const idOf = (ref: string | null) => (ref === null ? null : (users.get(ref)?.id ?? null))
  return {
    audit_log_entries: rows.map((row, at) =>
      showEntry(row, words[at] ?? { reason: null, details: {} }, [idOf(row.actorRef), idOf(row.targetRef)]),
    ),
    users: [...new Map([...users.values()].map((user) => [user.id, user])).values()],
  }
}
