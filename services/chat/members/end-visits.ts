import { refuse, Refusal } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { refusals } from '../contract/index.ts'
import { listVisitsOf } from './member-store.ts'
import { removeFromGuild } from './remove-from-guild.ts'

/** Takes accounts, which have disconnected, out of the guilds they came to for a visit. Who was given a role stays. */
export async function endVisits(chat: Chat, accountIds: readonly string[]): Promise<number> {
  let ended = 0
  for (const { guildId, accountId } of await listVisitsOf(chat.database, accountIds))
    try {
      await removeFromGuild(chat, guildId, async (guild, members) => {
        const member = await members.get(accountId)
        const stays = !member.temporary || member.roleIds.length > 0 || guild.ownerId === accountId
        return stays ? refuse(refusals.unknown_member) : member
      })
      ended += 1
    } catch (error) {
      // It left meanwhile, or was given a role.
      if (!(error instanceof Refusal)) throw error
    }
  return ended
}
