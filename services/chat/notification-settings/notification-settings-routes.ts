import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { editNotificationSettings } from './edit-notification-settings.ts'

export function notificationSettingsRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.editNotificationSettings, ({ guildId, ...changes }, { actor }) =>
    editNotificationSettings(chat, actor, { guildId, changes }),
  )
}
