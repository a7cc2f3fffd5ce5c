import type { State } from './entities.ts'

/** Somewhere to go: a server, or a channel in one. */
export interface Place {
  readonly kind: 'guild' | 'channel'
  readonly id: string
  readonly guildId: string
  readonly name: string
  /** The server of a channel. */
  readonly where: string | null
}

/**
 * Servers and channels whose name, or whose server's name, holds every word that was typed. What begins with the text
 * comes first, then servers, then shorter names.
 */
export function findPlaces(
  state: Pick<State, 'guilds' | 'channels' | 'guildOrder'>,
  text: string,
  limit = 12,
): Place[] {
  const words = text.toLowerCase().replace(/^#/, '').split(/\s+/).filter(Boolean)
  return allPlaces(state)
    .filter((place) => {
      const hay = `${place.name} ${place.where ?? ''}`.toLowerCase()
      return words.every((word) => hay.includes(word))
    })
    .toSorted((a, b) => rank(a, words) - rank(b, words) || a.name.length - b.name.length)
    .slice(0, limit)
}

function allPlaces({
  guilds,
  channels,
  guildOrder,
}: Pick<State, 'guilds' | 'channels' | 'guildOrder'>): Place[] {
  const servers = guildOrder.flatMap((id): Place[] => {
    const guild = guilds[id]
    return guild ? [{ kind: 'guild', id, guildId: id, name: guild.name, where: null }] : []
  })
  const texts = Object.values(channels)
    .filter((channel) => channel.kind === 'text')
    .map((channel): Place => ({
      kind: 'channel',
      id: channel.id,
      guildId: channel.guildId,
      name: channel.name,
      where: guilds[channel.guildId]?.name ?? null,
    }))
  return [...servers, ...texts]
}

function rank(place: Place, words: readonly string[]): number {
  const first = words[0]
  if (first === undefined) return place.kind === 'guild' ? 0 : 1
  if (place.name.toLowerCase().startsWith(first)) return place.kind === 'guild' ? 0 : 1
  return 2
}
