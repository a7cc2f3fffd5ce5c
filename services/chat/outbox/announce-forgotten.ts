import type { Chat } from '../chat.ts'
import { guildChanged, guildMissed, guildsTopic } from '../contract/index.ts'
import { accountsIn, conversationEvents } from '../conversations/conversation-events.ts'
import { publish } from '../guilds/publish.ts'
import { announceRestored } from '../guilds/restore-guild.ts'
import { listJoinedSince } from '../members/member-store.ts'
import { listMessagesById } from '../messages/message-store.ts'
import {
  membersShown,
  publishCreated,
  publishDeletedTogether,
  publishReacted,
  publishUpdated,
} from '../messages/publish-messages.ts'
import { renderMessages } from '../messages/render-messages.ts'
import { takeForgotten, type Forgotten, type Place } from './outbox-store.ts'
import { retellOwn } from './retell-own.ts'

const forgottenAfterMs = 2000
/** Before an entry was written, by another clock. */
const toleranceMs = 60_000
const mostEntries = 100

/**
 * Tells of what was committed by a process that died, or lost the database or NATS, before it had told everybody. At
 * least once: whoever hears of something twice knows it already.
 */
export async function announceForgotten(chat: Chat): Promise<void> {
  // Who reaches nobody leaves it to those who do.
  if (!(await chat.bus.settled())) return
  const before = new Date(chat.clock.now() - forgottenAfterMs)
  await chat.database.transaction(async (tx) => {
    const forgotten = await takeForgotten(tx, before, mostEntries)
    const sent = forgotten.flatMap(({ told }) => (Array.isArray(told) ? (told as readonly Place[]) : []))
    await announceMessages(chat, sent, 'sent')
    for (const one of forgotten) await announceChange(chat, one)
    if (!(await chat.bus.settled())) throw new Error('others may not have heard what was forgotten')
  })
}

async function announceChange(chat: Chat, { told, at }: Forgotten): Promise<void> {
  if ('edited' in told) return announceMessages(chat, told.edited, 'edited')
  if ('reacted' in told) return announceMessages(chat, told.reacted, 'reacted')
  if ('deleted' in told) return publishDeletedTogether(chat, told.guild, told.deleted.map(keyOf))
  if ('own' in told) return retellOwn(chat, told.own)
  if ('restored' in told) return announceRestored(chat, told.restored)
  if ('guild' in told) return announceGuild(chat, told.guild, new Date(at.getTime() - toleranceMs))
}

/** In the order of channels: those that are gone meanwhile are told of as deleted. */
async function announceMessages(
  chat: Chat,
  places: readonly Place[],
  what: 'sent' | 'edited' | 'reacted',
): Promise<void> {
  const rows = await listMessagesById(chat.database, places.map(keyOf))
  const sorted = rows.toSorted((a, b) => Number(a.number) - Number(b.number))
  for (const [index, message] of (await renderMessages(chat, sorted)).entries()) {
    const row = sorted[index]
    const guild = row && (await chat.guilds.get(row.guild_id))
    if (!guild) continue
    if (what === 'edited') await publishUpdated(chat, guild, message)
    else if (what === 'reacted') await publishReacted(chat, guild, message)
    else {
      const members = await membersShown(chat, guild, message)
      publishCreated(chat, { guild, message, members, number: Number(row.number) })
    }
  }
}

/** What changed is not known any more: everybody is told the whole guild, and who may have joined that they did. */
async function announceGuild(chat: Chat, guildId: string, since: Date): Promise<void> {
  const guild = await chat.guilds.reload(guildId)
  const { version = null, threadsVersion = null, membersVersion = '0', memberCount: count = 0 } = guild ?? {}
  chat.bus.publish(guildsTopic, guildChanged, {
    guildId,
    version,
    threadsVersion,
    members: guild && { before: membersVersion, version: membersVersion, accountIds: null, count },
  })
  if (!guild)
    return publish(chat.bus, [
      { t: 'GUILD_DELETE', d: { id: guildId }, audience: { kind: 'guild', guildId }, reshape: true },
    ])
  if (guild.kind !== 0) {
    const told = { guild, accountIds: accountsIn(guild) }
    return publish(chat.bus, await conversationEvents(chat, 'CHANNEL_CREATE', told))
  }
  chat.bus.publish(guildsTopic, guildMissed, { guildId })
  const joined = await listJoinedSince(chat.database, guildId, since)
  publish(
    chat.bus,
    joined.map((accountId) => ({
      t: 'GUILD_CREATE',
      d: { id: guildId },
      audience: { kind: 'account', accountId },
    })),
  )
}

function keyOf([channelId, id]: Place) {
  return { channelId, id }
}
