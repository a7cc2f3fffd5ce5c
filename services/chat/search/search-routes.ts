import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/search.ts'
import { ConversationScans } from './conversation-scans.ts'
import { searchChannel } from './search-channel.ts'
import { searchGuild } from './search-guild.ts'

/** Answers the calls that search for messages. */
export function searchRoutes(chat: Chat, routes: Routes): void {
  const scans = new ConversationScans()
  routes.answer(contract.searchGuild, (input, { actor }) => searchGuild(chat, actor, input))
  routes.answer(contract.searchChannel, (input, { actor }) => searchChannel({ chat, scans }, actor, input))
}
