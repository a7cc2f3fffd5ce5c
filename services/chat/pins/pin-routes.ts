import type { Routes } from '@alles/platform/http'
import { acting } from '../audit-log/acting.ts'
import type { Chat } from '../chat.ts'
import * as contract from '../contract/pins.ts'
import { listPins } from './list-pins.ts'
import { pinMessage, sayPinned as sayPinnedTask } from './pin-message.ts'
import { sayPinned } from './say-pinned.ts'
import { unpinMessage } from './unpin-message.ts'

const mostInOldList = 50

/** Answers the calls about pinned messages. */
export function pinRoutes(chat: Chat, routes: Routes): void {
  for (const call of [contract.pinMessage, contract.pinMessageOld])
    routes.answer(call, (input, exchange) => pinMessage(chat, acting(exchange), input))
  for (const call of [contract.unpinMessage, contract.unpinMessageOld])
    routes.answer(call, (input, exchange) => unpinMessage(chat, acting(exchange), input))
  routes.answer(contract.listPins, (input, { actor }) => listPins(chat, actor, input))
  routes.answer(contract.listPinsOld, async ({ channelId }, { actor }) => {
    const { items } = await listPins(chat, actor, { channelId, limit: mostInOldList })
    return items.map((item) => item.message)
  })
}

export function pinJobs(chat: Chat): void {
  chat.jobs.run(sayPinnedTask, (pinned) => sayPinned(chat, pinned))
}
