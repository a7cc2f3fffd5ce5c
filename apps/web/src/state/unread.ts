import type { Channel, Guild, State } from './entities.ts'
import { isNewer } from './ids.ts'

/** The last message read, by channel. */
export type ReadMarks = Readonly<Record<string, string>>

/** Whether a channel holds something newer than what was read. A channel never seen before starts as read. */
export function isUnread(guild: Guild | undefined, channelId: string, marks: ReadMarks): boolean {
  const head = guild?.heads[channelId]
  const mark = marks[channelId]
  return head !== undefined && mark !== undefined && isNewer(head, mark)
}

/** Whether anything in a guild is unread. */
export function isGuildUnread(guild: Guild | undefined, marks: ReadMarks): boolean {
  return guild !== undefined && Object.keys(guild.heads).some((id) => isUnread(guild, id, marks))
}

/** How many unread messages of a guild name us. */
export function guildMentions(state: Pick<State, 'mentionCounts' | 'channels'>, guildId: string): number {
  return Object.entries(state.mentionCounts)
    .filter(([id]) => state.channels[id]?.guildId === guildId)
    .reduce((sum, [, count]) => sum + count, 0)
}

/** Marks for channels that have none yet: what is old when one comes to a place is not news. */
export function firstMarks(marks: ReadMarks, guild: Guild, channels: readonly Channel[]): ReadMarks {
  const missing = channels.filter((channel) => channel.kind === 'text' && marks[channel.id] === undefined)
  if (missing.length === 0) return marks
  return { ...marks, ...Object.fromEntries(missing.map((one) => [one.id, guild.heads[one.id] ?? '0'])) }
}
