import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import type { NotificationChanges, NotificationSettings } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import {
  changedNotifications,
  untouchedNotifications,
  type StoredNotifications,
} from '../notification-settings/changed-notifications.ts'
import { ofConversations } from '../outbox/outbox-store.ts'
import { changePersonal } from './change-personal.ts'
import { findPersonal, updatePersonal } from './personal-store.ts'

const table = catalogue.tables.personal_settings

/** Changes what an account is told of in its conversations, on all of its devices. */
export async function editPrivateNotifications(
  chat: Chat,
  by: Actor,
  changes: NotificationChanges,
): Promise<NotificationSettings> {
  const { accountId } = by
  return changePersonal(chat, by, {
    what: 'notifications',
    of: ofConversations,
    async apply(tx, row) {
      const before = await openNotifications(chat, accountId, row.notifications)
      const value = changedNotifications(before ?? untouchedNotifications, changes)
      const [bytes] = await chat.sealer.seal(table, 'notifications', [
        { row: accountId, key: row.keyId, value },
      ])
      if (!bytes) throw new Error('settings were not sealed')
      await updatePersonal(tx, accountId, { notifications: Buffer.from(bytes) })
      return { guild_id: null, ...value }
    },
    tell(settings) {
      const audience = { kind: 'account', accountId } as const
      publish(chat.bus, [{ t: 'USER_GUILD_SETTINGS_UPDATE', d: settings, audience }])
    },
  })
}

/** What an account chose for its conversations; nothing where it chose nothing. */
export async function listPrivateNotifications(
  chat: Chat,
  accountId: string,
): Promise<NotificationSettings[]> {
  const row = await findPersonal(chat.database, accountId)
  const stored = await openNotifications(chat, accountId, row?.notifications ?? null)
  return stored ? [{ guild_id: null, ...stored }] : []
}

async function openNotifications(
  { sealer }: Chat,
  accountId: string,
  sealed: Buffer | null,
): Promise<StoredNotifications | null> {
  if (!sealed) return null
  const [opened] = await sealer.open<StoredNotifications, typeof table>(table, 'notifications', [
    { row: accountId, sealed },
  ])
  return opened ?? null
}
