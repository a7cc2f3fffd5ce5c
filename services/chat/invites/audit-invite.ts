import type { Transaction } from '@alles/platform/postgres'
import { auditChanges } from '../audit-log/audit-changes.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import type { ChannelState, GuildState, MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import type { InviteRow } from './invite-store.ts'

/** Writes down that an invite was made or taken back; `channel` is the one it opens on, where that is still there. */
export async function auditInvite(
  chat: Chat,
  tx: Transaction<Schema>,
  one: {
    readonly guild: GuildState
    readonly member: MemberState
    readonly channel: ChannelState | undefined
    readonly reason?: string | null | undefined
    readonly action: 'INVITE_CREATE' | 'INVITE_DELETE'
    readonly invite: InviteRow
  },
): Promise<void> {
  const { guild, member: actor, channel, reason, action, invite } = one
  const shown = {
    code: invite.code,
    channel_id: invite.channelId,
    max_uses: invite.maxUses,
    max_age: invite.maxAge,
    uses: invite.uses,
    temporary: invite.temporary,
  }
  const changes = action === 'INVITE_CREATE' ? auditChanges(null, shown) : auditChanges(shown, null)
  await writeAuditLog(chat, tx, { guild, actor, reason, action, channel, changes })
}
