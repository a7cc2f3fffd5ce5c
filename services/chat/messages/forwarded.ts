import { timeOf } from '@alles/platform/ids'
import type { Chat } from '../chat.ts'
import type { Message, MessageSnapshot } from '../contract/index.ts'
import type { HangingPart } from './hanging-part.ts'
import { keyText, listForwarded, type MessageKey } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import { shownWith } from './shown-with.ts'
import { isForward, whatItSays, type Shown } from './wire-message.ts'

/**
 * What forwards show. A forward keeps nothing but where the original is: what is shown of it dies with it, and an edit
 * shows in every forward.
 */
export const forwarded: HangingPart = {
  isApart: false,
  may: isForward,
  async read(chat, messages) {
    const wanted = new Map<string, MessageKey>()
    for (const { reply } of messages) if (reply) wanted.set(keyText(reply), reply)
    const originals = await openMessages(
      chat.sealer,
      await listForwarded(chat.database, [...wanted.values()]),
    )
    const shown = await shownWith(chat, originals)
    const byKey = new Map(originals.map((original) => [keyText(original), original]))
    return new Map(
      messages.flatMap((message) => {
        const original = message.reply && byKey.get(keyText(message.reply))
        return original ? [[keyText(message), forwardOf(original, shown)] as const] : []
      }),
    )
  },
}

/** What a forward of `original` shows. */
export async function showForward(chat: Chat, original: OpenMessage): Promise<Partial<Message>> {
  return forwardOf(original, await shownWith(chat, [original]))
}

function forwardOf(original: OpenMessage, shown: Shown): Partial<Message> {
  return {
    message_snapshots: [{ message: snapshotOf(original, shown) }],
    message_reference: {
      type: 1,
      message_id: original.id,
      channel_id: original.channelId,
      ...(original.guildId !== original.channelId && { guild_id: original.guildId }),
    },
  }
}

/** The message without who wrote it. */
function snapshotOf(original: OpenMessage, shown: Shown): MessageSnapshot['message'] {
  const { mentions } = original
  return {
    ...whatItSays(original, shown),
    type: original.kind,
    timestamp: new Date(timeOf(original.id)).toISOString(),
    edited_timestamp: original.editedAt === null ? null : new Date(original.editedAt).toISOString(),
    flags: original.flags,
    mentions: (mentions?.users ?? []).flatMap((ref) => shown.users.get(ref) ?? []),
    mention_roles: [...(mentions?.roles ?? [])],
    components: [],
  }
}
