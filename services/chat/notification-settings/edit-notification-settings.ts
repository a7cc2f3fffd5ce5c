import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { refusals, type NotificationChanges, type NotificationSettings } from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { publish } from '../guilds/publish.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import {
  changedNotifications,
  untouchedNotifications,
  type StoredNotifications,
} from './changed-notifications.ts'
import { listSettingsOf, lockSettings, putSettings } from './notification-settings-store.ts'

type Settings = typeof catalogue.tables.notification_settings

/** Changes what an account is told of in a guild, on all of its devices. */
export async function editNotificationSettings(
  chat: Chat,
  by: Actor,
  { guildId, changes }: { readonly guildId: string; readonly changes: NotificationChanges },
): Promise<NotificationSettings> {
  if (by.bot) refuse(refusals.people_only)
  const { member } = await getGuildOf(chat, by, guildId)
  const table = catalogue.tables.notification_settings
  const row = member.membershipRef
  const { accountId } = by
  return changeAndTell(chat, {
    async apply(tx) {
      const sealed = await lockSettings(tx, row)
      const [before] = sealed
        ? await chat.sealer.open<StoredNotifications, Settings>(table, 'settings', [{ row, sealed }])
        : []
      const value = changedNotifications(before ?? untouchedNotifications, changes)
      const [bytes] = await chat.sealer.seal(table, 'settings', [{ row, key: member.contentKeyId, value }])
      if (!bytes) throw new Error('settings were not sealed')
      await putSettings(tx, row, Buffer.from(bytes))
      return { guild_id: guildId, ...value }
    },
    about: () => ({ own: [[accountId, 'notifications', guildId]] }),
    tell(settings) {
      const audience = { kind: 'account', accountId } as const
      publish(chat.bus, [{ t: 'USER_GUILD_SETTINGS_UPDATE', d: settings, audience }])
      return settings
    },
  })
}

/** What an account chose, in each guild where it chose anything. */
export async function listNotificationSettings(
  chat: Chat,
  accountId: string,
): Promise<NotificationSettings[]> {
  const rows = await listSettingsOf(chat.database, accountId)
  const opened = await chat.sealer.open<StoredNotifications, Settings>(
    catalogue.tables.notification_settings,
    'settings',
    rows.map((one) => ({ row: one.membershipRef, sealed: one.settings })),
  )
  return rows.flatMap((one, index) => {
    const stored = opened[index]
    return stored ? [{ guild_id: one.guildId, ...stored }] : []
  })
}
