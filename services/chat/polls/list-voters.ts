import type { Input, Output } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { deletedUser, type listVoters as call } from '../contract/index.ts'
import { refAfter } from '../members/ref-after.ts'
import { getAnswer, getPoll } from './get-poll.ts'
import { listVotersAfter } from './poll-store.ts'

/** Who voted for an answer, a page of them. */
export async function listVoters(
  chat: Chat,
  by: Actor,
  input: Input<typeof call>,
): Promise<Output<typeof call>> {
  const { access, row, poll } = await getPoll(chat, by, input)
  const { choice } = getAnswer(poll, input.answerId)
  const after = await refAfter(chat, access.guild.id, input.after)
  const of = { channelId: row.channel_id, id: row.id, choice }
  const refs = await listVotersAfter(chat.database, of, { after, limit: input.limit })
  const users = await chat.authors.users(refs)
  return { users: refs.map((ref) => users.get(ref) ?? deletedUser(ref)) }
}
