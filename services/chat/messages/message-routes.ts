import type { Exchange, FormReception, Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as history from '../contract/message-history.ts'
import * as contract from '../contract/messages.ts'
import { announceForgotten } from '../outbox/announce-forgotten.ts'
import type { ReceivedFile } from './attach-files.ts'
import { deleteMessage } from './delete-message.ts'
import { deleteMessages } from './delete-messages.ts'
import { editMessage } from './edit-message.ts'
import { getMessage } from './get-message.ts'
import { greet, greetMember } from './greet.ts'
import { listEdits } from './list-edits.ts'
import { listReadily } from './list-messages.ts'
import { mayAttach } from './may-attach.ts'
import { addPreviews, previewLinks } from './preview-links.ts'
import { dropFiles } from './remove-messages.ts'
import { sendMessage } from './send-message.ts'
import { settleFiles } from './settle-files.ts'
import { createSlowMode } from './slow-mode.ts'
import { startTyping } from './start-typing.ts'

/** Answers the calls about messages. */
export function messageRoutes(chat: Chat, routes: Routes): void {
  const sending = { ...chat, slowMode: createSlowMode(chat.clock, chat.bus) }
  const reception = filesOf(chat)
  routes.answerForm(contract.sendMessage, reception, (input, { actor }, received) =>
    sendMessage(sending, { by: actor, input, received }),
  )
  routes.answerForm(contract.editMessage, reception, (input, { actor }, received) =>
    editMessage(chat, { by: actor, input, received }),
  )
  routes.answer(contract.listMessages, (input, { actor }) => listReadily(chat, actor, input))
  routes.answer(contract.getMessage, (input, { actor }) => getMessage(chat, actor, input))
  routes.answer(contract.deleteMessage, (input, exchange) => deleteMessage(chat, acting(exchange), input))
  routes.answer(contract.deleteMessages, (input, exchange) => deleteMessages(chat, acting(exchange), input))
  routes.answer(contract.startTyping, (input, { actor }) => startTyping(chat, actor, input.channelId))
  routes.answer(history.listEdits, (input, { actor }) => listEdits(chat, actor, input))
}

/** Ten files and what is written beside them; how large one may be, media judges as it arrives. */
const mostFormBytes = 256 * 1024 * 1024

/** Files that arrive with the message itself. Whoever may not send files here is told so before any is read. */
export function filesOf(chat: Chat): FormReception<ReceivedFile> {
  return {
    mostBytes: mostFormBytes,
    admit: async ({ channelId = '' }, { actor }: Exchange) => mayAttach(chat, actor, channelId),
    async receive({ name, fileName, bytes }, { actor }) {
      const { upload_filename: upload } = await chat.media.receiveFile({
        by: actor.accountId,
        filename: fileName,
        bytes,
      })
      return { number: /^files\[(\d{1,4})\]$/.exec(name)?.[1] ?? null, fileName, upload }
    },
    async discard(received, { actor }) {
      await chat.media.discardUploads({ by: actor.accountId, uploads: received.map((one) => one.upload) })
    },
  }
}

/** What the service does about messages by itself, in processes of role `worker`. */
export function messageJobs(chat: Chat): void {
  chat.jobs.every('chat.announceForgotten', 2, () => announceForgotten(chat))
  chat.jobs.every('chat.settleFiles', 600, () => settleFiles(chat))
  chat.jobs.run(dropFiles, (gone) => chat.media.dropAttachments(gone))
  chat.jobs.run(greet, (joined) => greetMember(chat, joined))
  chat.jobs.run(previewLinks, (message) => addPreviews(chat, message))
}
