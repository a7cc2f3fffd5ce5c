import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { holds, permissions, reactionRefusals, refusals, type Holder } from '../contract/index.ts'
import { mayWriteTo } from '../conversations/may-write-to.ts'
import { refusedAt } from '../invites/refused-at.ts'
import type { TextChannelAccess } from '../messages/text-channel.ts'

/**
 * Whoever may read joins others in what they reacted with; `isNew`: an emoji that the message does not have yet is put
 * there by who may. Those who may do less for a while do neither.
 */
export function requireMayReact({ member, held }: TextChannelAccess, isNew: boolean): void {
  const { held: why }: Holder = member
  if ((isNew || why !== undefined) && !holds(held, permissions.ADD_REACTIONS))
    refuse(refusals.missing_permissions)
}

/** In a direct conversation, refuses who may not write to the other: always alike and after the same time. */
export async function requireReach(chat: Chat, { guild, member }: TextChannelAccess): Promise<void> {
  if (guild.kind !== 1) return
  const began = performance.now()
  const other = guild.recipients.find((one) => one.membershipRef !== member.membershipRef)
  if (await mayWriteTo(chat, { fromId: member.accountId, toId: other?.accountId ?? null })) return
  await refusedAt(began)
  refuse(reactionRefusals.reaction_blocked)
}
