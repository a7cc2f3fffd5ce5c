import type { Transaction } from '@alles/platform/postgres'
import { changeOf } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import type { AuditChange, GuildState, MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { Inside } from '../guilds/guild-access.ts'

export interface MemberChanged {
  readonly inside: Inside
  readonly reason?: string | null | undefined
  readonly before: MemberState
  readonly after: MemberState
}

/** Writes down what was changed of somebody else. Of a nickname, which is its bearer's word, only that it changed. */
export async function auditMember(
  chat: Chat,
  tx: Transaction<Schema>,
  { inside, reason, before, after }: MemberChanged,
): Promise<void> {
  const { guild, member: actor } = inside
  const entry = { guild, actor, reason, member: after }
  const roles = roleChanges(guild, before, after)
  if (roles.length > 0)
    await writeAuditLog(chat, tx, { ...entry, action: 'MEMBER_ROLE_UPDATE', changes: roles })
  const changes = [
    ...(before.nick === after.nick || actor.accountId === after.accountId ? [] : [{ key: 'nick' }]),
    ...(before.timedOutUntil === after.timedOutUntil
      ? []
      : [changeOf('communication_disabled_until', moment(before), moment(after))]),
  ]
  if (changes.length > 0) await writeAuditLog(chat, tx, { ...entry, action: 'MEMBER_UPDATE', changes })
}

function moment({ timedOutUntil }: MemberState): string | null {
  return timedOutUntil === null ? null : new Date(timedOutUntil).toISOString()
}

function roleChanges(guild: GuildState, before: MemberState, after: MemberState): AuditChange[] {
  const named = (ids: ReadonlySet<string>) =>
    guild.roles.filter((role) => ids.has(role.id)).map(({ id, name }) => ({ id, name }))
  const [had, has] = [new Set(before.roleIds), new Set(after.roleIds)]
  const [given, taken] = [named(has.difference(had)), named(had.difference(has))]
  return [
    ...(given.length > 0 ? [changeOf('$add', null, given)] : []),
    ...(taken.length > 0 ? [changeOf('$remove', null, taken)] : []),
  ]
}
