import { LRUCache } from 'lru-cache'
import type { Sealer } from '@alles/platform/catalogue'
import type { Database } from '@alles/platform/postgres'
import type { GuildState, MembersChanged, MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { keyText, MemberLoads, type Loaded } from './member-loads.ts'

export interface MemberDirectoryOptions {
  readonly database: Database<Schema>
  readonly sealer: Sealer
  /** Most members held in memory, all guilds together; some 400 bytes each. */
  readonly capacity?: number
}

/** How far what is held of one guild's members is known to be right. */
interface Standing {
  /** Nothing held is older than this `membersVersion`; single ones may be newer. */
  version: string
  /** Of what is held only what has this number counts. */
  readonly epoch: number
}

interface Held {
  readonly member: MemberState
  readonly epoch: number
}

type Guild = Pick<GuildState, 'id' | 'membersVersion'>

/**
 * Members in memory, as far as somebody asked for them. Whoever asks names the snapshot they judge by, and gets nobody
 * as they were before it: every change of membership is heard in the order of its guild's versions and replaces those it
 * names; where one was missed, what is held of the guild counts no more.
 */
export class MemberDirectory {
  readonly #loads: MemberLoads
  readonly #held: LRUCache<string, Held>
  readonly #standings = new LRUCache<string, Standing>({ max: 50_000 })
  #epochs = 0

  constructor({ database, sealer, capacity }: MemberDirectoryOptions) {
    this.#loads = new MemberLoads(database, sealer)
    this.#held = new LRUCache({ max: capacity ?? 200_000 })
  }

  /** Those of the accounts that are members, by account id; without a query where all of them are held. */
  async find(guild: Guild, accountIds: readonly string[]): Promise<Map<string, MemberState>> {
    const found = new Map<string, MemberState>()
    const { epoch } = this.#standingOf(guild.id, guild.membersVersion)
    const missing = new Set<string>()
    for (const accountId of accountIds) {
      const held = this.#held.get(keyText({ guildId: guild.id, accountId }))
      if (held?.epoch === epoch) found.set(accountId, held.member)
      else missing.add(accountId)
    }
    if (missing.size === 0) return found
    const asked = [...missing].map(async (accountId) => this.#loads.ask({ guildId: guild.id, accountId }))
    for (const loaded of await Promise.all(asked)) {
      if (!loaded?.member) continue
      found.set(loaded.accountId, loaded.member)
      this.#keep(loaded, epoch)
    }
    return found
  }

  /** An account as a member of each of its guilds, by guild id; what comes next finds them held. */
  async ofAccount(accountId: string): Promise<Map<string, MemberState>> {
    const members = new Map<string, MemberState>()
    for (const loaded of await this.#loads.ofAccount(accountId)) {
      if (!loaded.member) continue
      members.set(loaded.guildId, loaded.member)
      const known = this.#standings.peek(loaded.guildId) ?? this.#begin(loaded.guildId, loaded.version)
      this.#keep(loaded, known.epoch)
    }
    return members
  }

  /** Hears a change. `members`: the new state of those it named, as far as it is known here; null who left. */
  follow(
    guildId: string,
    change: MembersChanged,
    members: ReadonlyMap<string, MemberState | null> = new Map(),
  ): void {
    const standing = this.#standings.get(guildId)
    if (!standing) return
    if (BigInt(standing.version) >= BigInt(change.version)) return
    if (standing.version !== change.before || change.accountIds === null) {
      this.#begin(guildId, change.version)
      return
    }
    for (const accountId of change.accountIds) {
      const key = keyText({ guildId, accountId })
      const member = members.get(accountId)
      if (member) this.#held.set(key, { member, epoch: standing.epoch })
      else this.#held.delete(key)
    }
    standing.version = change.version
  }

  /** Reads an account again when it is asked for next. */
  forget(guildId: string, accountId: string): void {
    this.#held.delete(keyText({ guildId, accountId }))
  }

  /** A guild is no more. */
  forgetGuild(guildId: string): void {
    this.#standings.delete(guildId)
  }

  /** Forgets nicknames that destroyed keys sealed. */
  forgetKeys(keys: ReadonlySet<string>): void {
    for (const [key, { member }] of this.#held.entries())
      if (member.nick !== null && keys.has(member.contentKeyId)) this.#held.delete(key)
  }

  /** What is held is as new as `version` afterwards, which takes forgetting it where it may be older. */
  #standingOf(guildId: string, version: string): Standing {
    const standing = this.#standings.get(guildId)
    if (standing?.version === version) return standing
    if (standing && BigInt(standing.version) > BigInt(version)) return standing
    return this.#begin(guildId, version)
  }

  #begin(guildId: string, version: string): Standing {
    this.#epochs += 1
    const begun = { version, epoch: this.#epochs }
    this.#standings.set(guildId, begun)
    return begun
  }

  /** What was read is held, unless the guild has changed since: the change may have named this member. */
  #keep({ guildId, accountId, member, version }: Loaded, epoch: number): void {
    const standing = this.#standings.peek(guildId)
    if (!member || standing?.epoch !== epoch || BigInt(standing.version) > BigInt(version)) return
    this.#held.set(keyText({ guildId, accountId }), { member, epoch })
  }
}
