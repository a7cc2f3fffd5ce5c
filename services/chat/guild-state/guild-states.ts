import { LRUCache } from 'lru-cache'
import type { Sealer } from '@alles/platform/catalogue'
import type { Database } from '@alles/platform/postgres'
import type { GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { findGuildOfChannel, freeze } from './guild-state-store.ts'
import { readGuildState } from './read-guild-state.ts'
import { createTurns } from './turns.ts'

/** Snapshots of guilds in memory. */
export interface GuildStates {
  /** From memory; read from the database once when it is not there. Null where there is no such guild. */
  get(guildId: string): Promise<GuildState | null>
  /** The snapshot if it is in memory now. */
  peek(guildId: string): GuildState | undefined
  /** All snapshots in memory now. */
  loaded(): Iterable<GuildState>
  /** The guild of a channel; null where there is no such channel. */
  guildOfChannel(channelId: string): Promise<string | null>
  /** Reads again what was committed before this call, and answers with it from now on. */
  reload(guildId: string): Promise<GuildState | null>
  /** Answers with `state` from now on, which the caller made of the newest snapshot and what it committed. */
  replace(state: GuildState): void
  evict(guildId: string): void
  /** Runs changes of one guild one after the other in this process, so that they are announced in order. */
  inTurn<T>(guildId: string, work: () => Promise<T>): Promise<T>
}

export interface GuildStatesOptions {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  /** Most members and channels held in memory, all guilds together; some 300 bytes each. */
  readonly capacity?: number
}

interface Load {
  readonly number: number
  readonly promise: Promise<GuildState | null>
}

export function createGuildStates(options: GuildStatesOptions): GuildStates {
  const states = new LRUCache<string, GuildState>({
    maxSize: options.capacity ?? 500_000,
    sizeCalculation: (state) => 10 + state.members.size + state.channels.length + state.roles.length,
  })
  const homes = new LRUCache<string, string>({ max: 200_000 })
  const loads = new Map<string, Load>()
  const turns = createTurns()
  let count = 0

  function keep(state: GuildState): GuildState {
    const before = states.peek(state.id)
    for (const channel of before?.channels ?? []) homes.delete(channel.id)
    for (const channel of state.channels) {
      homes.set(channel.id, state.id)
      const known = before?.channels.find((one) => one.id === channel.id)
      if (known && known.lastNumber > channel.lastNumber) {
        channel.lastNumber = known.lastNumber
        channel.lastMessageId = known.lastMessageId
      }
    }
    states.set(state.id, state)
    return state
  }

  function evict(guildId: string): void {
    for (const channel of states.peek(guildId)?.channels ?? []) homes.delete(channel.id)
    states.delete(guildId)
    loads.delete(guildId)
  }

  /** Only the load that began last is kept: an older one may not have seen the newest commit. */
  function load(guildId: string): Promise<GuildState | null> {
    count += 1
    const number = count
    const promise = read(guildId, number)
    loads.set(guildId, { number, promise })
    return promise
  }

  async function read(guildId: string, number: number): Promise<GuildState | null> {
    try {
      const state = await options.database.transaction(async (tx) => {
        await freeze(tx)
        return readGuildState(tx, options.sealer, guildId)
      })
      if (loads.get(guildId)?.number !== number) return state
      if (state) return keep(state)
      evict(guildId)
      return null
    } finally {
      if (loads.get(guildId)?.number === number) loads.delete(guildId)
    }
  }

  return {
    get: async (guildId) => states.get(guildId) ?? (await (loads.get(guildId)?.promise ?? load(guildId))),
    peek: (guildId) => states.peek(guildId),
    loaded: () => states.values(),
    async guildOfChannel(channelId) {
      const known = homes.get(channelId)
      if (known !== undefined) return known
      const found = await findGuildOfChannel(options.database, channelId)
      if (found !== null) homes.set(channelId, found)
      return found
    },
    reload: load,
    replace(state) {
      loads.delete(state.id)
      keep(state)
    },
    evict,
    inTurn: (guildId, work) => turns.take(guildId, work),
  }
}
