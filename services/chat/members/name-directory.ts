import { setImmediate as nextRound } from 'node:timers/promises'
import type { Profile } from '@alles/accounts/contract'
import type { Sealer } from '@alles/platform/catalogue'
import type { Log } from '@alles/platform/log'
import type { Database } from '@alles/platform/postgres'
import type { GuildState, MembersChanged, MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { GuildNames } from './guild-names.ts'
import { isMember, listMembersAfter, listMembersAsked } from './member-reading-store.ts'
import { openMembers } from './open-members.ts'

export interface NameDirectoryOptions {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  readonly log: Log
  readonly profiles: (input: { ids: readonly string[] }) => Promise<Profile[]>
  /** Most names held in memory, all guilds together; some 150 bytes each. */
  readonly capacity?: number
  /** Most members whose names one search opens. */
  readonly openedAtOnce?: number
}

const pageSize = 1000

/**
 * Finds members by how their names begin. Names are sealed, so that no index of the database can: they are opened a page
 * of members at a time and held in order. A search opens a bounded number of them; where that is not the whole guild, the
 * rest is opened after it, page by page.
 */
export class NameDirectory {
  readonly #options: NameDirectoryOptions
  readonly #capacity: number
  readonly #openedAtOnce: number
  /** The one used last comes last. */
  readonly #guilds = new Map<string, GuildNames>()
  readonly #pages = new Map<GuildNames, Promise<void>>()

  constructor(options: NameDirectoryOptions) {
    this.#options = options
    this.#capacity = options.capacity ?? 1_000_000
    this.#openedAtOnce = options.openedAtOnce ?? 10_000
  }

  /** Accounts of members who go by a name that begins so, whatever the case, in the order of names. */
  async find(guild: GuildState, beginning: string, limit: number): Promise<string[]> {
    const names = this.#use(guild)
    const letters = beginning.toLowerCase()
    await this.#readAgain(guild.id, names)
    for (let opened = 0; opened < this.#openedAtOnce && !names.isWhole; opened += pageSize) {
      if (names.find(letters, limit).length >= limit) break
      await this.#openPage(guild.id, names)
    }
    if (!names.isWhole) void this.#openRest(guild.id, names)
    return names.find(letters, limit)
  }

  /** Hears a change of membership. */
  follow(guildId: string, { before, version, accountIds }: MembersChanged): void {
    const names = this.#guilds.get(guildId)
    if (!names || BigInt(names.version) >= BigInt(version)) return
    if (names.version !== before) this.forgetGuild(guildId)
    else names.outdate(accountIds ?? [])
    names.version = version
  }

  profileChanged(accountId: string): void {
    for (const names of this.#guilds.values()) names.outdateKnown(accountId)
  }

  forgetGuild(guildId: string): void {
    this.#guilds.delete(guildId)
  }

  forgetAll(): void {
    this.#guilds.clear()
  }

  /** Forgets nicknames that destroyed keys sealed. */
  forgetKeys(keys: ReadonlySet<string>): void {
    for (const names of this.#guilds.values()) names.forgetKeys(keys)
  }

  #use({ id, membersVersion }: GuildState): GuildNames {
    const known = this.#guilds.get(id)
    const isRight = known && BigInt(known.version) >= BigInt(membersVersion)
    const names = isRight ? known : new GuildNames(membersVersion)
    this.#guilds.delete(id)
    this.#guilds.set(id, names)
    return names
  }

  async #readAgain(guildId: string, names: GuildNames): Promise<void> {
    const accountIds = names.takeOutdated()
    if (accountIds.length === 0) return
    try {
      const keys = accountIds.map((accountId) => ({ guildId, accountId }))
      const rows = await listMembersAsked(this.#options.database, keys)
      await this.#put(names, await openMembers(this.#options.sealer, rows.filter(isMember)))
    } catch (error) {
      names.outdate(accountIds)
      throw error
    }
  }

  /** One page at a time: whoever asks meanwhile waits for the same. */
  #openPage(guildId: string, names: GuildNames): Promise<void> {
    const running = this.#pages.get(names)
    if (running) return running
    const page = this.#open(guildId, names).finally(() => this.#pages.delete(names))
    this.#pages.set(names, page)
    return page
  }

  async #open(guildId: string, names: GuildNames): Promise<void> {
    const { database, sealer } = this.#options
    const rows = await listMembersAfter(database, { guildId, after: names.reached, limit: pageSize })
    await this.#put(names, await openMembers(sealer, rows))
    names.reached = rows.at(-1)?.account_id ?? names.reached
    names.isWhole = rows.length < pageSize || names.size >= this.#capacity
    this.#makeRoom(names)
  }

  async #put(names: GuildNames, members: readonly MemberState[]): Promise<void> {
    const profiles = await this.#options.profiles({ ids: members.map((member) => member.accountId) })
    const byId = new Map(profiles.map((profile) => [profile.id, profile]))
    names.put(members.map((member) => ({ member, profile: byId.get(member.accountId) })))
  }

  /** Goes on in the background, as long as the guild is held; what fails is tried again by the next search. */
  async #openRest(guildId: string, names: GuildNames): Promise<void> {
    try {
      while (!names.isWhole && this.#guilds.get(guildId) === names) {
        await this.#openPage(guildId, names)
        await nextRound()
      }
    } catch (error) {
      this.#options.log.warn('chat.names_not_opened', { error })
    }
  }

  #makeRoom(used: GuildNames): void {
    let total = 0
    for (const names of this.#guilds.values()) total += names.size
    for (const [guildId, names] of this.#guilds) {
      if (total <= this.#capacity) return
      if (names === used) continue
      total -= names.size
      this.#guilds.delete(guildId)
    }
  }
}
