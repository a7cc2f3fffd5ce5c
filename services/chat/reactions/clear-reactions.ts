import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { permissions, reactionRefusals, type PartialEmoji } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { lockMessage, type MessageKey } from '../messages/message-store.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { emojiNamed, type EmojiName } from './emoji-name.ts'
import { getChangeable, type OfMessage } from './get-reactable.ts'
import { reactionsCleared } from './reaction-events.ts'
import { listReactions, removeReactions } from './reaction-store.ts'
import { reactionToken } from './reaction-token.ts'
import { openEmojis } from './seal-emoji.ts'

interface Asked extends OfMessage {
  /** All of them where none is given. */
  readonly emoji?: string
}

/** Takes all reactions off a message, or those with one emoji. However many reacted, it takes no longer. */
export async function clearReactions(chat: Chat, by: Actor, input: Asked): Promise<void> {
  const named =
    input.emoji === undefined
      ? null
      : (emojiNamed(input.emoji) ?? refuse(reactionRefusals.unknown_reaction_emoji))
  const needed = permissions.MANAGE_MESSAGES
  const { access, row } = await getChangeable(chat, by, { ...input, needed })
  const message = { channelId: row.channel_id, id: row.id, guildId: access.guild.id }
  await chat.guilds.inTurn(message.id, async () => {
    const one = named && (await findEmoji(chat, message, named))
    if (named && !one) return
    await changeAndTell(chat, {
      async apply(tx) {
        await lockMessage(tx, message)
        return removeReactions(tx, message, one?.token ?? null)
      },
      about: (count) => (count > 0 ? { reacted: [[message.channelId, message.id]] } : null),
      tell(count) {
        if (count > 0) publish(chat.bus, [reactionsCleared(message, one?.emoji ?? null)])
      },
    })
  })
}

/** Null where the message does not have it. */
async function findEmoji(
  chat: Chat,
  message: MessageKey,
  named: EmojiName,
): Promise<{ readonly token: Buffer; readonly emoji: PartialEmoji } | null> {
  const token = await reactionToken(chat, message, named)
  const { channelId, id } = message
  const there = await listReactions(chat.database, channelId, { messageIds: [id], reader: null })
  const found = there.find((one) => one.token.equals(token))
  const [emoji] = found ? await openEmojis(chat, [found]) : []
  return found ? { token, emoji: emoji ?? { id: named.id, name: named.name } } : null
}
