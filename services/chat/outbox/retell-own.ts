import type { Chat } from '../chat.ts'
import type { Dispatch } from '../contract/index.ts'
import { accountsIn, conversationEvents } from '../conversations/conversation-events.ts'
import { listDraftsBy } from '../drafts/keep-draft.ts'
import { publish } from '../guilds/publish.ts'
import { listNotificationSettings } from '../notification-settings/edit-notification-settings.ts'
import { readPersonalSettings } from '../personal-settings/edit-personal-settings.ts'
import { listPrivateNotifications } from '../personal-settings/edit-private-notifications.ts'
import { readNote } from '../personal-settings/notes.ts'
import { listReadStates } from '../read-states/list-read-states.ts'
import { announceReach } from '../relationships/announce-reach.ts'
import { listRelationships } from '../relationships/list-relationships.ts'
import { ofConversations, type OwnThing } from './outbox-store.ts'

type Said = Pick<Dispatch, 't' | 'd'>
type Teller = (chat: Chat, accountId: string, of: string) => Promise<Said | null>

/** Tells accounts what of their own may have changed, as it is now: whoever knows it already is told nothing new. */
export async function retellOwn(chat: Chat, things: readonly OwnThing[]): Promise<void> {
  for (const [accountId, what, of] of things) {
    if (what === 'relationship' || what === 'settings') announceReach(chat, [accountId])
    const said = await tellers[what](chat, accountId, of)
    if (said) publish(chat.bus, [{ ...said, audience: { kind: 'account', accountId } }])
  }
}

const tellers: Readonly<Record<OwnThing[1], Teller>> = {
  async relationship(chat, accountId, otherId) {
    const one = (await listRelationships(chat, accountId)).find(({ id }) => id === otherId)
    return one ? { t: 'RELATIONSHIP_ADD', d: one } : { t: 'RELATIONSHIP_REMOVE', d: { id: otherId } }
  },
  async settings(chat, accountId) {
    return { t: 'USER_SETTINGS_UPDATE', d: await readPersonalSettings(chat, accountId) }
  },
  async notifications(chat, accountId, of) {
    const [settings] =
      of === ofConversations
        ? await listPrivateNotifications(chat, accountId)
        : (await listNotificationSettings(chat, accountId)).filter((one) => one.guild_id === of)
    return settings ? { t: 'USER_GUILD_SETTINGS_UPDATE', d: settings } : null
  },
  async note(chat, accountId, otherId) {
    return { t: 'USER_NOTE_UPDATE', d: { id: otherId, note: await readNote(chat, accountId, otherId) } }
  },
  async 'read-state'(chat, accountId, channelId) {
    const state = (await listReadStates(chat, accountId)).find(({ id }) => id === channelId)
    if (!state) return null
    return {
      t: 'MESSAGE_ACK',
      d: {
        channel_id: channelId,
        message_id: state.last_message_id,
        mention_count: state.mention_count,
        unread_count: state.unread_count,
        // It may have gone back.
        manual: true,
        version: state.last_message_number,
      },
    }
  },
  async draft(chat, accountId, channelId) {
    const draft = (await listDraftsBy(chat, accountId)).find((one) => one.channel_id === channelId)
    return draft ? { t: 'DRAFT_UPDATE', d: draft } : { t: 'DRAFT_DELETE', d: { channel_id: channelId } }
  },
  async conversation(chat, accountId, id) {
    const guild = await chat.guilds.reload(id)
    if (!guild) return { t: 'CHANNEL_DELETE', d: { id, type: 3, recipients: [] } }
    const t = accountsIn(guild).includes(accountId) ? 'CHANNEL_CREATE' : 'CHANNEL_DELETE'
    const [said] = await conversationEvents(chat, t, { guild, accountIds: [accountId] })
    return said ?? null
  },
}
