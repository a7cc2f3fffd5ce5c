import {
  renderMember,
  type Dispatch,
  type MemberState,
  type PartialEmoji,
  type ReactionAddEvent,
  type ReactionEvent,
  type ReactionsClearedEvent,
  type User,
} from '../contract/index.ts'
import type { MessageKey } from '../messages/message-store.ts'

/** A message, and the guild it is in. */
export interface ReactedMessage extends MessageKey {
  readonly guildId: string
}

interface Reacting {
  readonly user: User
  readonly member: MemberState
  readonly emoji: PartialEmoji
  readonly authorId: string
}

export function reactionAdded(
  message: ReactedMessage,
  { user, member, emoji, authorId }: Reacting,
): Dispatch {
  const d: ReactionAddEvent = {
    ...placeOf(message),
    user_id: user.id,
    emoji,
    burst: false,
    type: 0,
    burst_colors: [],
    message_author_id: authorId,
    member: renderMember(member, user),
  }
  return { t: 'MESSAGE_REACTION_ADD', d, audience: audienceOf(message) }
}

export function reactionRemoved(message: ReactedMessage, userId: string, emoji: PartialEmoji): Dispatch {
  const d: ReactionEvent = { ...placeOf(message), user_id: userId, emoji, burst: false, type: 0 }
  return { t: 'MESSAGE_REACTION_REMOVE', d, audience: audienceOf(message) }
}

/** All of them, or those with one emoji. */
export function reactionsCleared(message: ReactedMessage, emoji: PartialEmoji | null): Dispatch {
  const d: ReactionsClearedEvent = { ...placeOf(message), ...(emoji && { emoji }) }
  const t = emoji ? 'MESSAGE_REACTION_REMOVE_EMOJI' : 'MESSAGE_REACTION_REMOVE_ALL'
  return { t, d, audience: audienceOf(message) }
}

function placeOf({ channelId, id, guildId }: ReactedMessage) {
  return { channel_id: channelId, message_id: id, guild_id: guildId }
}

function audienceOf({ channelId, guildId }: ReactedMessage): Dispatch['audience'] {
  return { kind: 'channel', guildId, channelId }
}
