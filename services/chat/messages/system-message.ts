import { DatabaseUnavailable } from '@alles/platform/postgres'
import type { Chat } from '../chat.ts'
import { refuse } from '@alles/platform/contract'
import { refusals, type GuildState, type MemberState } from '../contract/index.ts'
import type { MessageKey } from './message-store.ts'
import { findMessage } from './message-store.ts'
import { openMessages } from './open-messages.ts'
import { publishCreated } from './publish-messages.ts'
import { shownWith } from './shown-with.ts'
import { refresh } from './text-channel.ts'
import { wireMessage } from './wire-message.ts'

/** What the system says on somebody's behalf. 18: a thread was opened. 21: what a thread is about. */
export interface SystemMessage {
  readonly guild: GuildState
  readonly channelId: string
  readonly member: MemberState
  readonly kind: 18 | 21
  readonly content: string
  /** What it refers to: a message, or a thread by its id as both. */
  readonly about: MessageKey
}

const mostAttempts = 8

/** Writes it whatever its member may do, and tells of it. Nothing where the channel is gone meanwhile. */
export async function writeSystemMessage(chat: Chat, message: SystemMessage): Promise<void> {
  let { guild } = message
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const outcome = await chat.writer.send(await draftOf(chat, { ...message, guild }))
    if (outcome.kind === 'written') return
    guild = (await refresh(chat, guild, message.member)) ?? refuse(refusals.unknown_channel)
    if (!hasPlace(guild, message.channelId)) return
  }
  throw new DatabaseUnavailable()
}

function hasPlace(guild: GuildState, id: string): boolean {
  return guild.threads.has(id) || guild.channels.some((one) => one.id === id)
}

async function draftOf(chat: Chat, { guild, member, channelId, kind, content, about }: SystemMessage) {
  const base = {
    guildId: guild.id,
    channelId,
    authorRef: member.membershipRef,
    kind,
    content,
    mentions: null,
    everyone: false,
    flags: 0,
    marks: 0,
    extras: null,
    keyId: member.contentKeyId,
    reply: about,
  }
  const row = kind === 21 ? await findMessage(chat.database, about) : null
  const [answered = null] = row ? await openMessages(chat.sealer, [row]) : []
  const unplaced = { ...base, id: '0', number: 0, editedAt: null }
  const shown = await shownWith(chat, answered ? [unplaced, answered] : [unplaced])
  const members = new Map([[member.accountId, member]])
  return {
    ...base,
    version: guild.version,
    // What its member may do is not asked.
    memberVersion: null,
    contentKeyId: member.contentKeyId,
    nonce: null,
    bundle: null,
    written({ id, number }: { id: string; number: number }) {
      const open = { ...unplaced, id, number }
      const wire = wireMessage(open, shown, answered)
      chat.pages.add({ open, wire, answered })
      publishCreated(chat, { guild, message: wire, members, number })
    },
  }
}
