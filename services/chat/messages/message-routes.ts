import type { Routes } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/messages.ts'
import { announceForgotten } from './announce-forgotten.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { getMessage } from './get-message.ts'
import { listMessages } from './list-messages.ts'
import { sendMessage } from './send-message.ts'
import { createSlowMode } from './slow-mode.ts'
import { startTyping } from './start-typing.ts'

/** Answers the calls about messages. */
export function messageRoutes(chat: Chat, routes: Routes): void {
  const sending = { ...chat, slowMode: createSlowMode(chat.clock) }
  routes.answer(contract.sendMessage, (input, { actor }) => sendMessage(sending, actor, input))
  routes.answer(contract.listMessages, (input, { actor }) => listMessages(chat, actor, input))
  routes.answer(contract.getMessage, (input, { actor }) => getMessage(chat, actor, input))
  routes.answer(contract.editMessage, (input, { actor }) => editMessage(chat, actor, input))
  routes.answer(contract.deleteMessage, (input, { actor }) => deleteMessage(chat, actor, input))
  routes.answer(contract.startTyping, (input, { actor }) => startTyping(chat, actor, input.channelId))
}

/** What the service does about messages by itself, in processes of role `worker`. */
export function messageJobs(chat: Chat): void {
  chat.jobs.every('chat.announceForgotten', 2, () => announceForgotten(chat))
}
