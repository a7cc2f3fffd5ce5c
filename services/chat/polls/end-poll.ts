import { refuse, z } from '@alles/platform/contract'
import { task } from '@alles/platform/events'
import type { Actor } from '@alles/platform/http'
import type { Chat } from '../chat.ts'
import { messageRefusals, pollRefusals, refusals, type Message } from '../contract/index.ts'
import { mayEdit } from '../messages/message-policy.ts'
import { findMessage, lockMessage, type MessageKey } from '../messages/message-store.ts'
import { tellEdited } from '../messages/tell-edited.ts'
import { changeAndTell } from '../outbox/change-and-tell.ts'
import { getPoll, type OfPoll } from './get-poll.ts'
import { listDue, updateEnded } from './poll-store.ts'

/** Says in a channel how a poll ended. */
export const sayResult = task('chat.sayResult', z.object({ channelId: z.string(), messageId: z.string() }))

/** Ends one's own poll before its time. */
export async function endPoll(chat: Chat, by: Actor, of: OfPoll): Promise<Message> {
  const { access, row } = await getPoll(chat, by, { ...of, needed: 0n })
  if (!mayEdit(access, row.author_ref)) refuse(messageRefusals.not_your_message)
  if (access.channel.thread?.archived) refuse(refusals.thread_archived)
  const key = { channelId: row.channel_id, id: row.id }
  const ended = await end(chat, key, access.member.membershipRef)
  return ended ?? refuse(pollRefusals.poll_ended)
}

const atOnce = 100

/** Ends the polls whose time is over. */
export async function endDuePolls(chat: Chat): Promise<void> {
  for (;;) {
    const due = await listDue(chat.database, new Date(chat.clock.now()), atOnce)
    for (const key of due) await end(chat, key)
    if (due.length < atOnce) return
  }
}

/** Answers the message as it is then, as `reader` sees it; null where it had ended. */
async function end(chat: Chat, key: MessageKey, reader?: string): Promise<Message | null> {
  return chat.guilds.inTurn(key.id, () =>
    changeAndTell(chat, {
      async apply(tx) {
        const row = await lockMessage(tx, key)
        const ended = row !== null && (await updateEnded(tx, key, new Date(chat.clock.now())))
        if (ended) await chat.jobs.add(tx, sayResult, { channelId: key.channelId, messageId: key.id })
        return ended
      },
      about: (ended) => (ended ? { edited: [[key.channelId, key.id]] } : null),
      async tell(ended) {
        const row = ended ? await findMessage(chat.database, key) : null
        const guild = row && (await chat.guilds.get(row.guild_id))
        if (!row || !guild) return null
        return tellEdited(chat, { guild, row, ...(reader !== undefined && { reader }) })
      },
    }),
  )
}
