import type { Transaction } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import type { GuildState, MemberState, ThreadState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { auditChanges } from './audit-changes.ts'
import { writeAuditLog } from './write-audit-log.ts'

/** A thread before and after: null where it was not there, or is not any more. */
export interface ThreadChanged {
  readonly guild: GuildState
  readonly actor: MemberState
  readonly reason?: string | null | undefined
  readonly before: ThreadState | null
  readonly after: ThreadState | null
}

/** Writes down what somebody made of a thread: that it came, changed or went. */
export async function auditThread(
  chat: Chat,
  tx: Transaction<Schema>,
  { guild, actor, reason, before, after }: ThreadChanged,
): Promise<void> {
  const thread = after ?? before
  const changes = auditChanges(before && shown(before), after && shown(after))
  if (!thread || changes.length === 0) return
  await writeAuditLog(chat, tx, {
    guild,
    actor,
    reason,
    action: !before ? 'THREAD_CREATE' : after ? 'THREAD_UPDATE' : 'THREAD_DELETE',
    targetId: thread.id,
    channel: thread,
    changes,
  })
}

function shown({ name, type, rateLimitPerUser, flags, thread }: ThreadState): object {
  return {
    name,
    type,
    rate_limit_per_user: rateLimitPerUser,
    flags,
    archived: thread.archived,
    locked: thread.locked,
    auto_archive_duration: thread.autoArchiveMinutes,
    applied_tags: thread.tags,
    ...(type === 12 && { invitable: thread.invitable }),
  }
}
