import { LRUCache } from 'lru-cache'
import type { Sealer } from '@alles/platform/catalogue'
import type { Clock } from '@alles/platform/ids'
import type { Database } from '@alles/platform/postgres'
import { moveHead, type ChannelState, type GuildState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import {
  findGuildOfChannel,
  findVersions,
  freeze,
  listHeads,
  type GuildVersions,
} from './guild-state-store.ts'
import { readGuildState } from './read-guild-state.ts'
import { ThreadStates } from './thread-states.ts'
import { createTurns } from './turns.ts'

export interface GuildStatesOptions {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  /** Most channels and roles held in memory, all guilds together; some 300 bytes each. */
  readonly capacity?: number
  /** Whether every change is made in this process; when not, a snapshot may be old without anybody saying so. */
  readonly isAlone?: (() => boolean) | undefined
  readonly clock: Clock
}

/** How long a snapshot is believed while other processes change guilds too. */
const believedForMs = 5_000

interface Load {
  readonly number: number
  readonly promise: Promise<GuildState | null>
}

/** Snapshots of guilds in memory. */
export class GuildStates {
  readonly #options: GuildStatesOptions
  readonly #states: LRUCache<string, GuildState>
  readonly #homes = new LRUCache<string, string>({ max: 200_000 })
  readonly #loads = new Map<string, Load>()
  readonly #comparisons = new Map<string, Promise<GuildState | null>>()
  /** When each snapshot was last known to be the newest, milliseconds since 1970. */
  #comparedAt = new WeakMap<GuildState, number>()
  readonly #turns = createTurns()
  /** What of threads is not in the snapshots. */
  readonly threads: ThreadStates
  #count = 0

  constructor(options: GuildStatesOptions) {
    this.#options = options
    this.threads = new ThreadStates(options)
    this.#states = new LRUCache({
      maxSize: options.capacity ?? 500_000,
      sizeCalculation: (state) => 10 + state.channels.length + state.threads.size + state.roles.length,
    })
  }

  /**
   * From memory; read from the database once when it is not there, and compared with it now and then while other
   * processes run. Null where there is no such guild.
   */
  async get(guildId: string): Promise<GuildState | null> {
    const known = this.#states.get(guildId)
    if (known) return this.#isOld(known) ? this.#compareOnce(known) : known
    return this.#loads.get(guildId)?.promise ?? this.reload(guildId)
  }

  /** The same, made sure to be as new as the database at this moment, heads of channels included. */
  async getNewest(guildId: string): Promise<GuildState | null> {
    const known = this.#states.get(guildId)
    return known && !this.#isAlone() ? this.#compareOnce(known) : this.get(guildId)
  }

  /** The snapshot if it is in memory now. */
  peek(guildId: string): GuildState | undefined {
    return this.#states.peek(guildId)
  }

  /** All snapshots in memory now. */
  loaded(): GuildState[] {
    return [...this.#states.values()]
  }

  /** The guild of a channel; null where there is no such channel. */
  async guildOfChannel(channelId: string): Promise<string | null> {
    const known = this.#homes.get(channelId)
    if (known !== undefined) return known
    const found = await findGuildOfChannel(this.#options.database, channelId)
    if (found !== null) this.#homes.set(channelId, found)
    return found
  }

  /** Reads again what was committed before this call, and answers with it from now on. */
  reload(guildId: string): Promise<GuildState | null> {
    this.#count += 1
    const number = this.#count
    const promise = this.#load(guildId, number)
    this.#loads.set(guildId, { number, promise })
    return promise
  }

  /** Answers with `state` from now on, which the caller made of the newest snapshot and what it committed. */
  replace(state: GuildState): void {
    this.#loads.delete(state.id)
    this.#keep(state)
  }

  /**
   * Hears that a guild has this version now, and these members. What was only joined or left is counted; any other state
   * than the one held is read when it is needed.
   */
  follow(
    guildId: string,
    structure: Pick<GuildVersions, 'version' | 'threadsVersion'>,
    members: { readonly before: string; readonly version: string; readonly count: number } | null,
  ): void {
    const known = this.#states.peek(guildId)
    if (!known) return
    const now = {
      ...structure,
      membersVersion: members?.version ?? known.membersVersion,
      memberCount: members?.count ?? known.memberCount,
    }
    if (isAtLeast(known, now)) return
    if (isOf(known, now) && known.membersVersion === members?.before) this.replace({ ...known, ...now })
    else this.evict(guildId)
  }

  evict(guildId: string): void {
    const known = this.#states.peek(guildId)
    for (const channel of known ? placesOf(known) : []) this.#homes.delete(channel.id)
    this.#states.delete(guildId)
    this.#loads.delete(guildId)
  }

  /** Others may have changed any of them: each is compared with the database before it is believed again. */
  doubtAll(): void {
    this.#comparedAt = new WeakMap()
    this.#homes.clear()
    this.#loads.clear()
  }

  /** Runs changes of one guild one after the other in this process, so that they are announced in order. */
  inTurn<T>(guildId: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(guildId, work)
  }

  #isOld(state: GuildState): boolean {
    if (this.#isAlone()) return false
    return this.#options.clock.now() - (this.#comparedAt.get(state) ?? 0) > believedForMs
  }

  #isAlone(): boolean {
    return this.#options.isAlone?.() ?? true
  }

  #compareOnce(known: GuildState): Promise<GuildState | null> {
    const running = this.#comparisons.get(known.id)
    if (running) return running
    const comparison = this.#compare(known).finally(() => this.#comparisons.delete(known.id))
    this.#comparisons.set(known.id, comparison)
    return comparison
  }

  async #compare(known: GuildState): Promise<GuildState | null> {
    const now = this.#options.clock.now()
    const { database } = this.#options
    const [versions, heads] = await Promise.all([
      findVersions(database, known.id),
      listHeads(database, known.id),
    ])
    const kept = this.#states.peek(known.id)
    if (!kept || !versions || !isOf(kept, versions)) return this.reload(known.id)
    if (!isAtLeast(kept, versions)) this.replace({ ...kept, ...versions })
    const newest = this.#states.peek(known.id) ?? kept
    for (const head of heads) moveHead(newest, head.channelId, head)
    this.#comparedAt.set(newest, now)
    return newest
  }

  /** Only the load that began last is kept: an older one may not have seen the newest commit. */
  async #load(guildId: string, number: number): Promise<GuildState | null> {
    const isNewest = () => this.#loads.get(guildId)?.number === number
    try {
      const state = await this.#options.database.transaction(async (tx) => {
        await freeze(tx)
        return readGuildState(tx, this.#options.sealer, guildId)
      })
      if (!isNewest()) return state
      if (state) this.#keep(state)
      else this.evict(guildId)
      return state
    } finally {
      if (isNewest()) this.#loads.delete(guildId)
    }
  }

  /** A message may have been written while the rows were read: its channel's head is the later one of both. */
  #keep(state: GuildState): void {
    const before = this.#states.peek(state.id)
    const heads = new Map(before && Array.from(placesOf(before), (channel) => [channel.id, channel]))
    for (const id of heads.keys()) this.#homes.delete(id)
    for (const channel of placesOf(state)) {
      this.#homes.set(channel.id, state.id)
      const known = heads.get(channel.id)
      if (!known) continue
      if (channel.thread && known.thread)
        channel.thread.removed = Math.max(channel.thread.removed, known.thread.removed)
      if (known.lastNumber <= channel.lastNumber) continue
      channel.lastNumber = known.lastNumber
      channel.lastMessageId = known.lastMessageId
    }
    this.#comparedAt.set(state, this.#options.clock.now())
    this.#states.set(state.id, state)
  }
}

/** Whether a snapshot shows all of a guild but its members as it is in the versions given. */
export function isOf(state: GuildState, now: GuildVersions): boolean {
  return state.version === now.version && state.threadsVersion === now.threadsVersion
}

/** Everything of a guild that has an id as a channel has. */
function* placesOf(guild: GuildState): Generator<ChannelState> {
  yield* guild.channels
  yield* guild.threads.values()
}

function isAtLeast(known: GuildVersions, now: GuildVersions): boolean {
  const pairs = [
    [known.version, now.version],
    [known.membersVersion, now.membersVersion],
    [known.threadsVersion, now.threadsVersion],
  ] as const
  return pairs.every(([held, told]) => BigInt(held) >= BigInt(told))
}

export function createGuildStates(options: GuildStatesOptions): GuildStates {
  return new GuildStates(options)
}
