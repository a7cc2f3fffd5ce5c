import { refuse } from '@alles/platform/contract'
import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import { deletedUser, refusals } from '../contract/index.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { membersAlone } from '../guilds/touched.ts'
import { requirePermission } from '../guilds/guild-access.ts'
import { afterBan } from './after-ban.ts'
import { unbanned } from './ban-events.ts'
import { findBan, removeBan } from './ban-store.ts'
import { settleExclusion } from './settle-exclusion.ts'

export async function unbanAccount(
  chat: Chat,
  by: Acting,
  { guildId, accountId }: { readonly guildId: string; readonly accountId: string },
): Promise<void> {
  const { result: ban } = await changeGuild(chat, guildId, {
    async apply(tx, guild, members) {
      const actor = requirePermission(await members.actor(by), 'BAN_MEMBERS')
      const found = (await findBan(tx, guildId, accountId)) ?? refuse(refusals.unknown_ban)
      await removeBan(tx, found)
      await chat.jobs.add(tx, afterBan, { guildId, membershipRef: found.membershipRef, oldest: null })
      await writeAuditLog(chat, tx, {
        guild,
        actor,
        reason: by.reason,
        action: 'MEMBER_BAN_REMOVE',
        member: found,
      })
      return found
    },
    touches: () => membersAlone(),
    async announce() {
      const users = await chat.authors.usersOfAccounts([accountId])
      return [unbanned(guildId, users.get(accountId) ?? deletedUser(accountId))]
    },
  })
  await settleExclusion(chat, ban)
}
