import type { Chat } from '../chat.ts'
import type { Beginning } from '../contract/index.ts'
import { listConversations } from '../conversations/list-conversations.ts'
import { listNotificationSettings } from '../notification-settings/edit-notification-settings.ts'
import { listReadStates } from '../read-states/list-read-states.ts'
import { listRelationships } from '../relationships/list-relationships.ts'
import { readPersonalSettings } from './edit-personal-settings.ts'
import { listPrivateNotifications } from './edit-private-notifications.ts'
import { listNotesBy } from './notes.ts'

/** What a person finds when a client of theirs begins. */
export async function readBeginning(chat: Chat, accountId: string): Promise<Beginning> {
  const [readStates, ofGuilds, ofConversations, relationships, conversations, settings, notes] =
    await Promise.all([
      listReadStates(chat, accountId),
      listNotificationSettings(chat, accountId),
      listPrivateNotifications(chat, accountId),
      listRelationships(chat, accountId),
      listConversations(chat, accountId),
      readPersonalSettings(chat, accountId),
      listNotesBy(chat, accountId),
    ])
  return {
    read_state: readStates,
    user_guild_settings: [...ofGuilds, ...ofConversations],
    relationships,
    private_channels: conversations,
    user_settings: settings,
    notes,
  }
}
