import type { z } from '@alles/platform/contract'
import type { Chat } from '../chat.ts'
import { kinds } from '../contract/index.ts'
import { say } from '../messages/say.ts'
import type { sayPinned as task } from './pin-message.ts'

/** Nothing is said where the member has left meanwhile, or the channel is gone. */
export async function sayPinned(
  chat: Chat,
  { guildId, channelId, messageId, membershipRef: ref }: z.infer<typeof task.payload>,
): Promise<void> {
  const accountId = (await chat.authors.accountsOf([ref])).get(ref) ?? null
  if (accountId === null) return
  await say(chat, {
    guildId,
    channelId,
    kind: kinds.pinned,
    accountId,
    about: { channelId, id: messageId },
  })
}
