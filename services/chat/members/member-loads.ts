import type { Sealer } from '@alles/platform/catalogue'
import type { Database } from '@alles/platform/postgres'
import type { MemberState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import {
  isMember,
  listMembersAsked,
  listMembersOfAccount,
  type AskedRow,
  type MemberKey,
} from './member-reading-store.ts'
import { openMembers } from './open-members.ts'

/** What was read of somebody: null where the account is not a member. */
export interface Loaded extends MemberKey {
  readonly member: MemberState | null
  /** The guild's `membersVersion` at the moment of reading. */
  readonly version: string
}

interface Waiting {
  readonly key: MemberKey
  readonly resolve: (loaded: Loaded | null) => void
  readonly reject: (error: unknown) => void
}

const mostAtOnce = 1000

/**
 * Reads members in batches, without a timer: an ask goes out at once while nothing is being read, and otherwise with
 * all those that came meanwhile. Nobody gets what was read before they asked.
 */
export class MemberLoads {
  readonly #database: Database<Schema>
  readonly #sealer: Sealer
  #waiting: Waiting[] = []
  #isOut = false

  constructor(database: Database<Schema>, sealer: Sealer) {
    this.#database = database
    this.#sealer = sealer
  }

  /** Null where the guild does not exist. */
  ask(key: MemberKey): Promise<Loaded | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject })
      // Others of the same moment go along.
      if (this.#waiting.length === 1 && !this.#isOut) queueMicrotask(() => void this.#flush())
    })
  }

  /** An account as a member of each of its guilds. */
  async ofAccount(accountId: string): Promise<Loaded[]> {
    return this.#open(await listMembersOfAccount(this.#database, accountId))
  }

  async #flush(): Promise<void> {
    if (this.#isOut) return
    this.#isOut = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, mostAtOnce)
      this.#waiting = this.#waiting.slice(mostAtOnce)
      await this.#read(batch)
    }
    this.#isOut = false
  }

  /** Never rejects: whatever happens is told to those who asked. */
  async #read(batch: readonly Waiting[]): Promise<void> {
    try {
      const keys = new Map(batch.map(({ key }) => [keyText(key), key]))
      const rows = await listMembersAsked(this.#database, [...keys.values()])
      const loaded = new Map((await this.#open(rows)).map((one) => [keyText(one), one]))
      for (const { key, resolve } of batch) resolve(loaded.get(keyText(key)) ?? null)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  async #open(rows: readonly AskedRow[]): Promise<Loaded[]> {
    const members = await openMembers(this.#sealer, rows.filter(isMember))
    const opened = members.values()
    return rows.map((row) => ({
      guildId: row.guild_id,
      accountId: row.account_id,
      version: row.members_version,
      member: isMember(row) ? (opened.next().value ?? null) : null,
    }))
  }
}

export function keyText({ guildId, accountId }: MemberKey): string {
  return `${guildId}:${accountId}`
}
