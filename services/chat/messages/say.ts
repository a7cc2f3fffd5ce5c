import type { Chat } from '../chat.ts'
import {
  everyPermission,
  type ChannelState,
  type GuildState,
  type Kind,
  type MemberState,
  type Message,
} from '../contract/index.ts'
import { findMember } from '../members/find-member.ts'
import type { Extras } from './extras.ts'
import { findMessage, type MessageKey } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import type { TextChannelAccess } from './text-channel.ts'
import { writeMessage } from './write-message.ts'
import { plain } from './writing.ts'

/** Something the system says in somebody's name: they joined, pinned a message, left a group. Clients put it into words. */
export interface Saying {
  readonly guildId: string
  /** A channel or a thread. */
  readonly channelId: string
  readonly kind: Kind
  /** In whose name. */
  readonly accountId: string
  /** Who that was, where it is to be said of one who has left too. */
  readonly formerly?: MemberState
  /** A new name, where the kind has one. */
  readonly content?: string
  /** The message it speaks of, or a thread by its id as both, where the kind has one. */
  readonly about?: MessageKey
  /** What it shows beside its text. */
  readonly extras?: Extras
  /** The membership of who came or went, where that was not by themselves alone. */
  readonly whom?: string
}

/** Writes it, whatever the member may do there. Null where the guild, the channel or the member is gone. */
export async function say(chat: Chat, saying: Saying): Promise<Message | null> {
  const { about = null, whom = null } = saying
  const place = await findPlace(chat, saying)
  if (!place) return null
  const result = await writeMessage(chat, place, {
    writing: async ({ former }) => ({
      ...plain,
      kind: saying.kind,
      content: saying.content ?? '',
      extras: saying.extras ?? null,
      allowed: { parse: [] },
      answers: about && (await findOpen(chat, about)),
      said: { about, whom, former },
    }),
    judgeAgain: () => findPlace(chat, saying),
  })
  return result.kind === 'written' ? result.message : null
}

async function findOpen(chat: Chat, key: MessageKey): Promise<OpenMessage | null> {
  const row = await findMessage(chat.database, key)
  const [message] = row ? await openMessages(chat.sealer, [row]) : []
  return message ?? null
}

interface Place extends TextChannelAccess {
  readonly former: boolean
}

async function findPlace(chat: Chat, saying: Saying): Promise<Place | null> {
  const guild = await chat.guilds.get(saying.guildId)
  const channel = guild && (await findChannel(chat, guild, saying.channelId))
  if (!guild || !channel) return null
  const present = await findMember(chat, guild, saying.accountId)
  const member = present ?? saying.formerly
  return member ? { guild, channel, member, held: everyPermission, former: present === null } : null
}

async function findChannel(chat: Chat, guild: GuildState, id: string): Promise<ChannelState | null> {
  return guild.channels.find((one) => one.id === id) ?? chat.guilds.threads.find(guild, id)
}
