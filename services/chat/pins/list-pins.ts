import type { Output } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import type { listPins as call } from '../contract/index.ts'
import { mayReadHistory } from '../messages/message-policy.ts'
import { renderMessages } from '../messages/render-messages.ts'
import { getTextChannel } from '../messages/text-channel.ts'
import { listPinned } from './pin-store.ts'

interface Asked {
  readonly channelId: string
  readonly before?: string | undefined
  readonly limit: number
}

/** Pinned messages, those pinned last first; none for who may not read what was written before. */
export async function listPins(
  chat: Chat,
  by: Actor,
  { channelId, before, limit }: Asked,
): Promise<Output<typeof call>> {
  const access = await getTextChannel(chat, by, { channelId })
  if (!mayReadHistory(access)) return { items: [], has_more: false }
  const rows = await listPinned(chat.database, channelId, {
    before: before === undefined ? null : new Date(before),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const messages = await renderMessages(chat, page, access.member.membershipRef)
  return {
    items: messages.map((message, index) => ({
      pinned_at: page[index]?.pinned_at.toISOString() ?? '',
      message,
    })),
    has_more: rows.length > limit,
  }
}
