import { refuse } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { conversationRefusals } from '../contract/index.ts'
import { refusedAt } from '../invites/refused-at.ts'
import { listSharedGuilds } from '../relationships/relationship-store.ts'

export interface Writing {
  readonly fromId: string
  /** Null: somebody who was erased. */
  readonly toId: string | null
}

/** Friends may write to each other, and who shares a guild whose people the other takes messages from; no blocked ones. */
export async function mayWriteTo(chat: Chat, { fromId, toId }: Writing): Promise<boolean> {
  if (toId === null || toId === fromId) return false
  const [from, to] = await Promise.all([chat.blocks.of(fromId), chat.blocks.of(toId)])
  if (from.relationships.get(toId) === 2 || to.relationships.get(fromId) === 2) return false
  if (to.relationships.get(fromId) === 1) return true
  const shared = await listSharedGuilds(chat.database, fromId, toId)
  return shared.some((guildId) => to.allowsFrom(guildId))
}

/** Refuses, always alike and after the same time: nobody learns why, or who blocked whom. */
export async function requireMayWriteTo(chat: Chat, writing: Writing): Promise<void> {
  await requireReach(async () => mayWriteTo(chat, writing))
}

/** Refuses who is no friend, as `requireMayWriteTo` does. */
export async function requireFriend(chat: Chat, accountId: string, otherId: string): Promise<void> {
  await requireReach(
    async () => (await chat.blocks.of(otherId)).relationships.get(accountId) === 1 && accountId !== otherId,
  )
}

async function requireReach(judge: () => Promise<boolean>): Promise<void> {
  const began = performance.now()
  if (await judge()) return
  await refusedAt(began)
  refuse(conversationRefusals.cannot_write_to)
}
