import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { catalogue } from '../catalogue.ts'
import type { Chat } from '../chat.ts'
import { refusals, type NotificationChanges, type NotificationSettings } from '../contract/index.ts'
import { getGuildOf } from '../guilds/guild-access.ts'
import { publish } from '../guilds/publish.ts'
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
  const stored = await chat.database.transaction(async (tx) => {
    const sealed = await lockSettings(tx, row)
    const [before] = sealed
      ? await chat.sealer.open<StoredNotifications, Settings>(table, 'settings', [{ row, sealed }])
      : []
    const value = changedNotifications(before ?? untouchedNotifications, changes)
    const [bytes] = await chat.sealer.seal(table, 'settings', [{ row, key: member.contentKeyId, value }])
    if (!bytes) throw new Error('settings were not sealed')
    await putSettings(tx, row, Buffer.from(bytes))
    return value
  })
  const settings = { guild_id: guildId, ...stored }
  publish(chat.bus, [
    {
      t: 'USER_GUILD_SETTINGS_UPDATE',
      d: settings,
      audience: { kind: 'account', accountId: by.accountId },
    },
  ])
  return settings
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
