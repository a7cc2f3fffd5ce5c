import type { Dispatch, PollVoteEvent } from '../contract/index.ts'
import type { MessageKey } from '../messages/message-store.ts'

/** Somebody votes for an answer, or does no more. */
export function voteEvent(
  t: 'MESSAGE_POLL_VOTE_ADD' | 'MESSAGE_POLL_VOTE_REMOVE',
  { channelId, id, guildId }: MessageKey & { readonly guildId: string },
  { userId, answerId }: { readonly userId: string; readonly answerId: number },
): Dispatch {
  const d: PollVoteEvent = {
    user_id: userId,
    channel_id: channelId,
    message_id: id,
    guild_id: guildId,
    answer_id: answerId,
  }
  return { t, d, audience: { kind: 'channel', guildId, channelId } }
}
