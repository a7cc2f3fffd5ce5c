import { z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Chat } from '../chat.ts'
import { deleteAllBy } from '../messages/delete-all-by.ts'
import { settleExclusion } from './settle-exclusion.ts'

/**
 * What follows a ban or its end, even when the process dies in between. `oldest`: the smallest id of the messages that
 * go; null where all stay.
 */
export const afterBan = task(
  'chat.afterBan',
  z.object({ guildId: z.string(), membershipRef: z.string(), oldest: z.string().nullable() }),
)

/** Does nothing twice. */
export async function followBan(chat: Chat, payload: z.output<typeof afterBan.payload>): Promise<void> {
  await settleExclusion(chat, payload)
  if (payload.oldest !== null) await deleteAllBy(chat, payload.membershipRef, { oldest: payload.oldest })
}
