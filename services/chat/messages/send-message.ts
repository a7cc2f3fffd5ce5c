import { refuse, type Input } from '@alles/platform/contract'
import type { Actor } from '@alles/platform/http'
import { DatabaseUnavailable } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import {
  kinds,
  messageRefusals,
  refusals,
  type Message,
  type sendMessage as call,
} from '../contract/index.ts'
import { getChannelToWrite } from '../conversations/get-channel-to-write.ts'
import { followBySending } from '../threads/follow-by-sending.ts'
import { requireUnlocked } from '../threads/thread-policy.ts'
import { wakeThread } from '../threads/wake-thread.ts'
import type { ReceivedFile } from './attach-files.ts'
import { composeMessage, letGoOf, type Composition } from './compose-message.ts'
import { neededToSend } from './message-policy.ts'
import { findMessage } from './message-store.ts'
import { askForPreviews } from './preview-links.ts'
import { findReferenced } from './referenced.ts'
import { renderMessages } from './render-messages.ts'
import type { SlowMode } from './slow-mode.ts'
import type { TextChannelAccess } from './text-channel.ts'
import { writeMessage } from './write-message.ts'
import type { Writing } from './writing.ts'

/** What sending works with beyond the rest of chat. */
export interface SendingChat extends Chat {
  readonly slowMode: SlowMode
}

/** A message as it is asked for. */
export interface Asked {
  readonly by: Actor
  readonly input: Input<typeof call>
  /** Those of the form, in its order. */
  readonly received: readonly ReceivedFile[]
}

/** Writes a message; answers once it is committed. Refuses what the member may not do at the moment of the commit. */
export async function sendMessage(chat: SendingChat, asked: Asked): Promise<Message> {
  const { by, input } = asked
  const place = { channelId: input.channelId, needed: neededFor(asked) }
  const access = () => getChannelToWrite(chat, by, place)
  const first = await access()
  requireContent(asked)
  if (first.channel.thread) requireUnlocked(first.channel.thread, first.held)
  const takeBack = chat.slowMode.enter(first)
  try {
    if (first.channel.thread?.archived) await wakeThread(chat, by, input.channelId)
    const awake = first.channel.thread?.archived ? await access() : first
    const message = await composeAndWrite(chat, awake, {
      asked,
      async judgeAgain() {
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
  readonly asked: Asked
  /** The id the message must have, where it must. */
  readonly id?: string
  /** The same channel and writer, as they are now. */
  readonly judgeAgain: () => Promise<TextChannelAccess>
}

/** Writes a message of somebody who may send it. */
export async function composeAndWrite(
  chat: Chat,
  access: TextChannelAccess,
  sending: Sending,
): Promise<Message> {
  const composition = await composeMessage(chat, access, sending.asked)
  try {
    return await write(chat, access, { ...sending, composition })
  } catch (error) {
    await letGoOf(chat, composition)
    throw error
  }
}

interface Composed extends Sending {
  readonly composition: Composition
}

async function write(chat: Chat, access: TextChannelAccess, sending: Composed): Promise<Message> {
  const { input } = sending.asked
  const result = await writeMessage(chat, access, {
    ...(sending.id !== undefined && { id: sending.id }),
    writing: (now) => writingOf(chat, now, sending),
    judgeAgain: sending.judgeAgain,
  })
  if (result.kind === 'gone') return refuse(refusals.unknown_channel)
  if (result.kind === 'written') {
    await askForPreviews(chat, access, result.message)
    return result.message
  }
  await letGoOf(chat, sending.composition)
  const row = await findMessage(chat.database, { channelId: input.channelId, id: result.id })
  const [message] = row ? await renderMessages(chat, [row], access.member.membershipRef) : []
  // Whoever wrote it deleted it meanwhile.
  if (!message) throw new DatabaseUnavailable()
  return withNonce(message, input.nonce)
}

/** Everything that is judged again when the guild has changed. */
async function writingOf(
  chat: Chat,
  access: TextChannelAccess,
  { asked, composition }: Composed,
): Promise<Writing> {
  const { by, input } = asked
  // Files were sealed with a key that is being destroyed, because its owner wants everything gone.
  if (composition.bundle !== null && composition.keyId !== access.member.contentKeyId)
    throw new DatabaseUnavailable()
  const { answers, forwards } = input.message_reference
    ? await findReferenced(chat, by, { channel: access.channel, reference: input.message_reference })
    : { answers: null, forwards: null }
  return {
    ...composition,
    kind: answers ? kinds.reply : kinds.message,
    content: input.content ?? '',
    allowed: input.allowed_mentions ?? null,
    answers,
    forwards,
    nonce: input.nonce ?? null,
    enforceNonce: input.enforce_nonce === true,
    said: null,
  }
}

export function neededFor({ input, received }: Asked): bigint {
  return neededToSend({
    answers: Boolean(input.message_reference) && !isForwarding(input),
    files: received.length > 0 || hasAny(input.attachments),
    embeds: hasAny(input.embeds),
    tts: input.tts === true,
    poll: Boolean(input.poll),
  })
}

/** A forward has nothing of its own; everything else has something. */
export function requireContent({ input, received }: Asked): void {
  const hasSomething =
    Boolean(input.content) ||
    received.length > 0 ||
    hasAny(input.attachments) ||
    hasAny(input.embeds) ||
    hasAny(input.sticker_ids) ||
    Boolean(input.poll)
  if (isForwarding(input) && hasSomething) refuse(messageRefusals.bad_forward)
  if (!isForwarding(input) && !hasSomething) refuse(messageRefusals.empty_message)
}

function isForwarding({ message_reference: reference }: Input<typeof call>): boolean {
  return reference?.type === 1
}

function hasAny(list: readonly unknown[] | null | undefined): boolean {
  return list !== null && list !== undefined && list.length > 0
}

function withNonce(message: Message, nonce: string | number | null | undefined): Message {
  return nonce === null || nonce === undefined ? message : { ...message, nonce }
}
