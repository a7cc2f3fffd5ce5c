import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { refusals, type GuildState } from '../contract/index.ts'
import { clearAwayWholly, type Cleared } from '../guilds/purge-guild.ts'
import { removeFromGroup } from './remove-from-group.ts'

/**
 * Takes an account that is being erased out of a conversation, which goes whole where nobody else is in it any more.
 * Refuses with `owner_must_stay` where that changed meanwhile.
 */
export async function leaveConversation(
  chat: Chat,
  { id, recipients }: GuildState,
  accountId: string,
): Promise<'left' | Cleared> {
  const hasOthers = (all: GuildState['recipients']) =>
    all.some((one) => one.present && one.accountId !== null && one.accountId !== accountId)
  if (!hasOthers(recipients))
    return clearAwayWholly(chat, id, async (now) => {
      if (hasOthers(now.recipients)) refuse(refusals.owner_must_stay)
    })
  await removeFromGroup(chat, id, { by: { accountId }, choose: () => accountId })
  return 'left'
}
