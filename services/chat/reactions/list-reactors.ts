import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { deletedUser, reactionRefusals, type listReactors as call, type User } from '../contract/index.ts'
import { refAfter } from '../members/ref-after.ts'
import { emojiNamed } from './emoji-name.ts'
import { getReactable } from './get-reactable.ts'
import { listReactions, listReactorsAfter } from './reaction-store.ts'
import { reactionToken } from './reaction-token.ts'

/** Who reacted to a message with an emoji, a page of them. */
export async function listReactors(chat: Chat, by: Actor, input: Input<typeof call>): Promise<User[]> {
  const named = emojiNamed(input.emoji) ?? refuse(reactionRefusals.unknown_reaction_emoji)
  const { access, row } = await getReactable(chat, by, input)
  if (input.type === 1) return []
  const message = { channelId: row.channel_id, id: row.id }
  const [token, there] = await Promise.all([
    reactionToken(chat, message, named),
    listReactions(chat.database, message.channelId, { messageIds: [message.id], reader: null }),
  ])
  const reaction = there.find((one) => one.token.equals(token))
  if (!reaction) return []
  const after = await refAfter(chat, access.guild.id, input.after)
  const refs = await listReactorsAfter(chat.database, reaction, { after, limit: input.limit })
  const users = await chat.authors.users(refs)
  return refs.map((ref) => users.get(ref) ?? deletedUser(ref))
}
