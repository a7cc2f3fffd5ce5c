import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { DatabaseUnavailable } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { messageRefusals, type Message, type sendMessage as call } from '../contract/index.ts'
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
  const access = await getTextChannel(chat, by, asked)
  if (!input.content) refuse(messageRefusals.empty_message)
  const takeBack = chat.slowMode.enter(access)
  try {
    return await write(chat, access, {
      input,
      judgeAgain: async (stale) => {
        await waitForChange(chat, stale)
        return getTextChannel(chat, by, asked)
      },
    })
  } catch (error) {
    takeBack()
    throw error
  }
}

interface Sending {
  readonly input: Input<typeof call>
  readonly judgeAgain: (stale: TextChannelAccess) => Promise<TextChannelAccess>
}

async function write(chat: Chat, first: TextChannelAccess, { input, judgeAgain }: Sending): Promise<Message> {
  let access = first
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { draft, rendered } = await draftMessage(chat, access, input)
    const outcome = await chat.writer.send(draft)
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
async function waitForChange(chat: Chat, { guild, member }: TextChannelAccess): Promise<void> {
  await chat.guilds.inTurn(guild.id, async () => {
    const known = chat.guilds.peek(guild.id)
    if (known?.version === guild.version) await refresh(chat, known, member)
  })
}

function withNonce(message: Message, nonce: string | number | null | undefined): Message {
  return nonce === null || nonce === undefined ? message : { ...message, nonce }
}
