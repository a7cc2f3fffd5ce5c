import type { Chat } from '../chat.ts'
import { reachChanged, reachTopic } from '../contract/index.ts'

/** Has every process read again whom accounts blocked and befriended, and who may reach them. */
export function announceReach(chat: Pick<Chat, 'bus' | 'blocks'>, accountIds: readonly string[]): void {
  for (const accountId of accountIds) {
    chat.blocks.evict(accountId)
    chat.bus.publish(reachTopic, reachChanged, { accountId })
  }
}
