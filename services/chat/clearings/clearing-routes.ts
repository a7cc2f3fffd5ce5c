import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/message-history.ts'
import { clearMessages, clearMine } from './clear-mine.ts'
import { getClearing } from './get-clearing.ts'
import { runClearing } from './run-clearing.ts'

/** Answers the calls about deleting all that one wrote. */
export function clearingRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.clearMine, ({ guildId }, { actor }) => clearMine(chat, actor, guildId))
  routes.answer(contract.getClearing, ({ guildId }, { actor }) => getClearing(chat, actor, guildId))
}

export function clearingJobs(chat: Chat): void {
  chat.jobs.run(clearMessages, ({ guildId, membershipRef }) =>
    runClearing(chat, { guildId, ref: membershipRef }),
  )
}
