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
import { findMessage, type MessageKey } from './message-store.ts'
import { openMessages, type OpenMessage } from './open-messages.ts'
import type { TextChannelAccess } from './text-channel.ts'
import { writeMessage } from './write-message.ts'
import { plain } from './writing.ts'

/** Something the system says in the name of a member: it joined, it pinned a message. Clients put it into words. */
export interface Saying {
  readonly guildId: string
  readonly channelId: string
  readonly kind: Kind
  /** In whose name. */
  readonly accountId: string
  /** A new name, where the kind has one. */
  readonly content?: string
  /** The message it speaks of, where the kind has one. */
  readonly about?: MessageKey
}

/** Writes it, whatever the member may do there. Null where the guild, the channel or the member is gone. */
export async function say(chat: Chat, saying: Saying): Promise<Message | null> {
  const place = await findPlace(chat, saying)
  if (!place) return null
  const result = await writeMessage(chat, place, {
    writing: async () => ({
      ...plain,
      kind: saying.kind,
      content: saying.content ?? '',
      allowed: { parse: [] },
      answers: saying.about ? await findOpen(chat, saying.about) : null,
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

async function findPlace(chat: Chat, saying: Saying): Promise<TextChannelAccess | null> {
  const guild = await chat.guilds.get(saying.guildId)
  const channel = guild?.channels.find((one) => one.id === saying.channelId)
  const member = guild && (await findMember(chat, guild, saying.accountId))
  return guild && channel && member ? placeOf(guild, channel, member) : null
}

function placeOf(guild: GuildState, channel: ChannelState, member: MemberState): TextChannelAccess {
  return { guild, channel, member, held: everyPermission }
}
