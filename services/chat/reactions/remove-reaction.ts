import { refuse } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { permissions, reactionRefusals } from '../contract/index.ts'
import { publish } from '../guilds/publish.ts'
import { findMembership } from '../members/member-store.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { emojiNamed } from './emoji-name.ts'
import { getChangeable, type OfMessage } from './get-reactable.ts'
import { reactionRemoved } from './reaction-events.ts'
import { listReactions, removeReactors } from './reaction-store.ts'
import { reactionToken } from './reaction-token.ts'
import { openEmojis } from './seal-emoji.ts'

interface Asked extends OfMessage {
  readonly emoji: string
  /** Whose reaction; one's own where it is not given. */
  readonly userId?: string
}

/** Takes a reaction away: one's own, or with the permission to manage messages another's. */
export async function removeReaction(chat: Chat, by: Actor, input: Asked): Promise<void> {
  const named = emojiNamed(input.emoji) ?? refuse(reactionRefusals.unknown_reaction_emoji)
  const userId = input.userId ?? by.accountId
  const needed = userId === by.accountId ? 0n : permissions.MANAGE_MESSAGES
  const { access, row } = await getChangeable(chat, by, { ...input, needed })
  const message = { channelId: row.channel_id, id: row.id, guildId: access.guild.id }
  // Who was erased is known by the reference.
  const membership = await findMembership(chat.database, message.guildId, userId)
  const ref = membership?.ref ?? userId
  await chat.guilds.inTurn(message.id, async () => {
    const [token, there] = await Promise.all([
      reactionToken(chat, message, named),
      listReactions(chat.database, message.channelId, { messageIds: [message.id], reader: ref }),
    ])
    const reaction = there.find((one) => one.mine && one.token.equals(token))
    if (!reaction) return
    await changeAndTell(chat, {
      apply: (tx) => removeReactors(tx, [{ ...message, reactionId: reaction.reactionId, ref }]),
      about: (removed) => (removed.length > 0 ? { reacted: [[message.channelId, message.id]] } : null),
      async tell(removed) {
        const [emoji] = await openEmojis(chat, removed)
        if (emoji) publish(chat.bus, [reactionRemoved(message, userId, emoji)])
      },
    })
  })
}
