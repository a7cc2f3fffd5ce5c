import type { NotificationChanges, NotificationSettings } from '../contract/index.ts'
import { defined } from './defined.ts'

export type StoredNotifications = Omit<NotificationSettings, 'guild_id'>
type Override = StoredNotifications['channel_overrides'][number]

export const untouchedNotifications: StoredNotifications = {
  message_notifications: 3,
  muted: false,
  mute_config: null,
  suppress_everyone: false,
  suppress_roles: false,
  hide_muted_channels: false,
  mobile_push: true,
  channel_overrides: [],
}
const mostOverrides = 500

/** What is given changes, the rest stays. */
export function changedNotifications(
  before: StoredNotifications,
  { channel_overrides: given, ...rest }: NotificationChanges,
): StoredNotifications {
  const overrides = new Map(before.channel_overrides.map((one) => [one.channel_id, one]))
  for (const [channelId, change] of Object.entries(given ?? {}))
    if (change === null) overrides.delete(channelId)
    else
      overrides.set(channelId, {
        ...freshOverride(channelId),
        ...overrides.get(channelId),
        ...defined(change),
      })
  return {
    ...before,
    ...defined(rest),
    // The newest stay: channels that are gone leave theirs behind.
    channel_overrides: [...overrides.values()].slice(-mostOverrides),
  }
}

function freshOverride(channelId: string): Override {
  return {
    channel_id: channelId,
    message_notifications: 3,
    muted: false,
    mute_config: null,
    collapsed: false,
  }
}
