import type { Channel, State } from './entities.ts'
import { compareIds } from './ids.ts'

/** Channels below one category, or below none. */
export interface ChannelGroup {
  readonly category: Channel | null
  readonly channels: readonly Channel[]
}

/** A guild's channels as the sidebar shows them: first those outside categories, then category by category. */
export function channelTree(channels: State['channels'], guildId: string): ChannelGroup[] {
  const here = Object.values(channels)
    .filter((channel) => channel.guildId === guildId)
    .toSorted((a, b) => a.position - b.position || compareIds(a.id, b.id))
  const categories = here.filter((channel) => channel.kind === 'category')
  const known = new Set(categories.map((category) => category.id))
  const texts = here.filter((channel) => channel.kind === 'text')
  const loose = texts.filter((channel) => channel.parentId === null || !known.has(channel.parentId))
  return [
    { category: null, channels: loose },
    ...categories.map((category) => ({
      category,
      channels: texts.filter((channel) => channel.parentId === category.id),
    })),
  ]
}

/** The channel a guild opens with. */
export function firstChannel(channels: State['channels'], guildId: string): Channel | undefined {
  return channelTree(channels, guildId).flatMap((group) => group.channels)[0]
}
