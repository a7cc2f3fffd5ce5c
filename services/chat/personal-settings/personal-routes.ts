import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { editPersonalSettings, getPersonalSettings } from './edit-personal-settings.ts'
import { editPrivateNotifications } from './edit-private-notifications.ts'
import { getNote, putNote } from './notes.ts'

export function personalRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.getPersonalSettings, (_, { actor }) => getPersonalSettings(chat, actor))
  routes.answer(contract.editPersonalSettings, (changes, { actor }) =>
    editPersonalSettings(chat, actor, changes),
  )
  routes.answer(contract.editPrivateNotifications, (changes, { actor }) =>
    editPrivateNotifications(chat, actor, changes),
  )
  routes.answer(contract.getNote, async ({ userId }, { actor }) => ({
    user_id: actor.accountId,
    note_user_id: userId,
    note: await getNote(chat, actor, userId),
  }))
  routes.answer(contract.putNote, ({ userId, note }, { actor }) =>
    putNote(chat, actor, { otherId: userId, note: note ?? '' }),
  )
}
