import type { Chat } from '../chat.ts'
import { maySee, type ChannelState, type GuildState } from '../contract/index.ts'
import { findMembers } from '../members/find-member.ts'
import { addMentions } from './read-state-store.ts'

export interface Mentioning {
  readonly guild: GuildState
  readonly channel: ChannelState
  /** The account that wrote the message, and its number in the channel. */
  readonly authorId: string
  readonly number: number
  /** The memberships it mentions directly. */
  readonly refs: readonly string[]
}

/** Counts a message as one that mentions them, for those who see it and have not blocked its author. */
export async function countMentions(chat: Chat, mentioning: Mentioning): Promise<void> {
  const { guild, channel, authorId, number, refs } = mentioning
  const accounts = [...(await chat.authors.accountsOf(refs)).values()].filter((id) => id !== null)
  const members = await findMembers(
    chat,
    guild,
    accounts.filter((id) => id !== authorId),
  )
  const counted = await Promise.all(
    [...members.values()]
      .filter((member) => maySee(guild, member, channel))
      .map(async (one) =>
        (await chat.blocks.isBlocked(one.accountId, authorId)) ? [] : [one.membershipRef],
      ),
  )
  await addMentions(chat.database, { channelId: channel.id, number, membershipRefs: counted.flat() })
}
