import { refuse } from '@alles/platform/contract'
import type { Transaction } from '@alles/platform/postgres'
import type { Acting } from '../audit-log/acting.ts'
import { writeAuditLog } from '../audit-log/write-audit-log.ts'
import type { Chat } from '../chat.ts'
import {
  channelPermissions,
  holds,
  messageRefusals,
  permissions,
  refusals,
  type ChannelState,
  type Dispatch,
  type GuildState,
  type MemberState,
} from '../contract/index.ts'
import { getReachable } from '../conversations/get-channel-to-write.ts'
import type { Schema } from '../database/types.ts'
import { changeGuild } from '../guilds/change-guild.ts'
import { threadsAlone } from '../guilds/touched.ts'
import { lockMessage, type MessageRow } from '../messages/message-store.ts'
import { tellEdited } from '../messages/tell-edited.ts'
import { insertEntry } from '../outbox/outbox-store.ts'
import { lockHead } from './pin-store.ts'

export interface OfMessage {
  readonly channelId: string
  readonly messageId: string
}

/** A message and everything around it, which nobody else changes meanwhile. */
export interface Pinning {
  readonly tx: Transaction<Schema>
  readonly guild: GuildState
  readonly channel: ChannelState
  readonly member: MemberState
  readonly row: MessageRow
}

/** A message as it is now, and when something was pinned in its channel last. */
interface Pinned {
  readonly row: MessageRow
  readonly lastPinAt: number | null
}

interface PinChange extends OfMessage {
  readonly action: 'MESSAGE_PIN' | 'MESSAGE_UNPIN'
  /** Null where nothing is to be changed. */
  write(pinning: Pinning): Promise<Pinned | null>
}

/** Pins or unpins a message of a channel that somebody may pin in, and tells of it. */
export async function changePin(
  chat: Chat,
  by: Acting,
  { channelId, messageId, action, write }: PinChange,
): Promise<void> {
  const { guild } = await getReachable(chat, by, { channelId, needed: permissions.READ_MESSAGE_HISTORY })
  await changeGuild(chat, guild.id, {
    async apply(tx, now, members) {
      const member = (await members.findActor(by)) ?? refuse(refusals.unknown_channel)
      const channel = requireMayPin(now, member, channelId)
      // Heads before messages, as those who delete take them.
      if (!(await lockHead(tx, channelId))) refuse(refusals.unknown_channel)
      const row =
        (await lockMessage(tx, { channelId, id: messageId })) ?? refuse(messageRefusals.unknown_message)
      const pinned = await write({ tx, guild: now, channel, member, row })
      if (!pinned) return null
      if (now.kind === 0)
        await writeAuditLog(chat, tx, {
          guild: now,
          actor: member,
          reason: by.reason,
          action,
          member: await authorOf(chat, row.author_ref),
          channel,
          options: { channel_id: channelId, message_id: messageId },
        })
      const at = new Date(chat.clock.now())
      return { ...pinned, entry: await insertEntry(tx, { edited: [[channelId, messageId]] }, at) }
    },
    touches: (pinned) => (pinned ? threadsAlone() : { structure: false, members: [] }),
    next: (before, pinned) => (pinned ? withLastPin(before, channelId, pinned.lastPinAt) : before),
    async announce(after, pinned) {
      if (!pinned) return []
      await tellEdited(chat, { guild: after, row: pinned.row })
      chat.told.add([pinned.entry])
      return [pinsUpdated(after.id, channelId, pinned.lastPinAt)]
    },
  })
}

/** By the guild as it is now. Archived threads are not in it. */
function requireMayPin(guild: GuildState, member: MemberState, channelId: string): ChannelState {
  const channel = guild.threads.get(channelId) ?? guild.channels.find((one) => one.id === channelId)
  if (!channel) return refuse(refusals.thread_archived)
  const held = channelPermissions(guild, member, channel)
  if (!holds(held, permissions.VIEW_CHANNEL)) refuse(refusals.missing_access)
  const { PIN_MESSAGES, MANAGE_MESSAGES } = permissions
  if (!holds(held, PIN_MESSAGES) && !holds(held, MANAGE_MESSAGES)) refuse(refusals.missing_permissions)
  return channel
}

/** Null where it was erased. */
async function authorOf(chat: Chat, ref: string) {
  const accountId = (await chat.authors.accountsOf([ref])).get(ref) ?? null
  return accountId === null ? null : { accountId, membershipRef: ref }
}

function withLastPin(guild: GuildState, channelId: string, lastPinAt: number | null): GuildState {
  const thread = guild.threads.get(channelId)
  if (thread) return { ...guild, threads: new Map(guild.threads).set(channelId, { ...thread, lastPinAt }) }
  const channels = guild.channels.map((one) => (one.id === channelId ? { ...one, lastPinAt } : one))
  return { ...guild, channels }
}

function pinsUpdated(guildId: string, channelId: string, lastPinAt: number | null): Dispatch {
  const last_pin_timestamp = lastPinAt === null ? null : new Date(lastPinAt).toISOString()
  return {
    t: 'CHANNEL_PINS_UPDATE',
    d: { guild_id: guildId, channel_id: channelId, last_pin_timestamp },
    audience: { kind: 'channel', guildId, channelId },
    reshape: true,
  }
}
