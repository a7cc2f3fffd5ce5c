import { refuse, Refusal } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import { moderationRefusals } from '../contract/index.ts'
import { getGuildOf, requirePermission } from '../guilds/guild-access.ts'
import { banAccount } from './ban-account.ts'

export interface BulkBanned {
  readonly banned: readonly string[]
  readonly failed: readonly string[]
}

/** Bans accounts one after the other; who cannot be banned keeps nobody else in. */
export async function bulkBan(
  chat: Chat,
  by: Acting,
  wish: {
    readonly guildId: string
    readonly accountIds: readonly string[]
    readonly deleteMessageSeconds: number
  },
): Promise<BulkBanned> {
  const { guildId, deleteMessageSeconds } = wish
  const inside = await getGuildOf(chat, by, guildId)
  requirePermission(inside, 'BAN_MEMBERS')
  requirePermission(inside, 'MANAGE_GUILD')
  const banned: string[] = []
  const failed: string[] = []
  for (const accountId of new Set(wish.accountIds))
    try {
      await banAccount(chat, by, { guildId, accountId, deleteMessageSeconds })
      banned.push(accountId)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      failed.push(accountId)
    }
  return banned.length > 0 ? { banned, failed } : refuse(moderationRefusals.none_banned)
}
