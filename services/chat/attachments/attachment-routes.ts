import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/attachments.ts'
import { prepareAttachments } from './prepare-attachments.ts'
import { refreshUrls } from './refresh-urls.ts'

export function attachmentRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.prepareAttachments, (input, { actor }) => prepareAttachments(chat, actor, input))
  routes.answer(contract.refreshUrls, async ({ attachment_urls: urls }, { actor }) => ({
    refreshed_urls: await refreshUrls(chat, actor, urls),
  }))
}
