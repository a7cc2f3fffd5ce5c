import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/reactions.ts'
import { addReaction } from './add-reaction.ts'
import { clearReactions } from './clear-reactions.ts'
import { listReactors } from './list-reactors.ts'
import { removeReaction } from './remove-reaction.ts'
import { sweepChoices } from '../choices/sweep-choices.ts'

/** Answers the calls about reactions. */
export function reactionRoutes(chat: Chat, routes: Routes): void {
  routes.answer(contract.addReaction, (input, { actor }) => addReaction(chat, actor, input))
  routes.answer(contract.removeMyReaction, (input, { actor }) => removeReaction(chat, actor, input))
  routes.answer(contract.removeReaction, (input, { actor }) => removeReaction(chat, actor, input))
  routes.answer(contract.clearReactions, (input, { actor }) => clearReactions(chat, actor, input))
  routes.answer(contract.clearEmoji, (input, { actor }) => clearReactions(chat, actor, input))
  routes.answer(contract.listReactors, (input, { actor }) => listReactors(chat, actor, input))
}

export function reactionJobs(chat: Chat): void {
  chat.jobs.every('chat.sweepChoices', 10, () => sweepChoices(chat))
}
