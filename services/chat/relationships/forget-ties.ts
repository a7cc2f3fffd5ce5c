import type { Chat } from '../chat.ts'
import { removePairsWith } from '../conversations/conversation-store.ts'
import { publish } from '../guilds/publish.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { removeNotesOf } from '../personal-settings/personal-store.ts'
import { announceReach } from './announce-reach.ts'
import { removeRelationshipsWith } from './relationship-store.ts'

/** Forgets what others keep of an account that is being erased. Its own rows go with the rest of what is its own. */
export async function forgetTies(chat: Chat, accountId: string): Promise<void> {
  await removePairsWith(chat.database, accountId)
  await removeNotesOf(chat.database, accountId)
  await changeAndTell(chat, {
    apply: (tx) => removeRelationshipsWith(tx, accountId),
    about: (others) =>
      others.length > 0 ? { own: others.map((other) => [other, 'relationship', accountId]) } : null,
    tell(others) {
      announceReach(chat, [accountId, ...others])
      publish(chat.bus, [
        {
          t: 'RELATIONSHIP_REMOVE',
          d: { id: accountId },
          audience: { kind: 'accounts', accountIds: others },
        },
      ])
    },
  })
}
