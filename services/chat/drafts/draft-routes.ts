import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/index.ts'
import { deleteDraft, listDrafts, putDraft } from './keep-draft.ts'

export function draftRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.putDraft, (input, { actor }) => putDraft(chat, actor, input))
  routes.answer(contract.deleteDraft, ({ channelId }, { actor }) => deleteDraft(chat, actor, channelId))
  routes.answer(contract.listDrafts, async (_, { actor }) => ({ drafts: await listDrafts(chat, actor) }))
}
