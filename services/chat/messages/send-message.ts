import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { DatabaseUnavailable } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { messageRefusals, type Message, type sendMessage as call } from '../contract/index.ts'
import { followBySending } from '../threads/follow-by-sending.ts'
import { requireUnlocked } from '../threads/thread-policy.ts'
import { wakeThread } from '../threads/wake-thread.ts'
import { getTextChannel, refresh, type TextChannelAccess } from './text-channel.ts'
import { draftMessage } from './draft-message.ts'
import { neededToSend } from './message-policy.ts'
import { findMessage } from './message-store.ts'
import { renderMessages } from './render-messages.ts'
import type { SlowMode } from './slow-mode.ts'

/** What sending works with beyond the rest of chat. */
export interface SendingChat extends Chat {
  readonly slowMode: SlowMode
}

const mostAttempts = 8

/** Writes a message; answers once it is committed. Refuses what the member may not do at the moment of the commit. */
export async function sendMessage(chat: SendingChat, by: Actor, input: Input<typeof call>): Promise<Message> {
  const asked = { channelId: input.channelId, needed: neededToSend(Boolean(input.message_reference)) }
  const access = () => getTextChannel(chat, by, asked)
  const first = await access()
  if (!input.content) refuse(messageRefusals.empty_message)
  if (first.channel.thread) requireUnlocked(first.channel.thread, first.held)
  const takeBack = chat.slowMode.enter(first)
  try {
    if (first.channel.thread?.archived) await wakeThread(chat, by, input.channelId)
    const awake = first.channel.thread?.archived ? await access() : first
    const message = await writeMessage(chat, awake, {
      input,
      judgeAgain: async (stale) => {
        await waitForChange(chat, stale)
        const again = await access()
        if (again.channel.thread) requireUnlocked(again.channel.thread, again.held)
        return again
      },
    })
    if (awake.channel.thread) await afterSending(chat, by, awake)
    return message
  } catch (error) {
    takeBack()
    throw error
  }
}

/** Whoever writes in a thread follows it, and it is awake. The message is written, whatever comes of that. */
async function afterSending(chat: Chat, by: Actor, access: TextChannelAccess): Promise<void> {
  try {
    const now = await chat.guilds.get(access.guild.id)
    if (now && !now.threads.has(access.channel.id)) await wakeThread(chat, by, access.channel.id)
    await followBySending(chat, access)
  } catch (error) {
    chat.log.warn('thread_not_followed', { error })
  }
}

export interface Sending {
  readonly input: Input<typeof call>
  /** The id the message must have, where it must. */
  readonly id?: string
  readonly judgeAgain: (stale: TextChannelAccess) => Promise<TextChannelAccess>
}

/** Writes a message of somebody who may send it. */
export async function writeMessage(
  chat: Chat,
  first: TextChannelAccess,
  { input, id, judgeAgain }: Sending,
): Promise<Message> {
  let access = first
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { draft, rendered } = await draftMessage(chat, access, input)
    const outcome = await chat.writer.send(id === undefined ? draft : { ...draft, id })
    if (outcome.kind === 'written') return rendered()
    if (outcome.kind === 'stale') access = await judgeAgain(access)
    else {
      const row = await findMessage(chat.database, { channelId: draft.channelId, id: outcome.id })
      const [message] = row ? await renderMessages(chat, [row]) : []
      if (message) return withNonce(message, input.nonce)
    }
  }
  throw new DatabaseUnavailable()
}

/**
 * The guild, or the author's membership, changed between judging and writing. A change made here is let finish, so that it is told of before the
 * message is; one made elsewhere is read.
 */
export async function waitForChange(chat: Chat, { guild, member }: TextChannelAccess): Promise<void> {
  await chat.guilds.inTurn(guild.id, async () => {
    const known = chat.guilds.peek(guild.id)
    if (known?.version === guild.version) await refresh(chat, known, member)
  })
}

function withNonce(message: Message, nonce: string | number | null | undefined): Message {
  return nonce === null || nonce === undefined ? message : { ...message, nonce }
}
