import { LRUCache } from 'lru-cache'
import type { Sealer } from '@alles/platform/catalogue'
import type { Connection, Database } from '@alles/platform/postgres'
import type { GuildState, ThreadState } from '../contract/index.ts'
import type { Schema } from '../database/types.ts'
import { followsThread, listAccountsInThread, listThreadRows } from './guild-state-store.ts'
import { openThreads } from './open-threads.ts'

export interface ThreadStatesOptions {
  readonly database: Database<Schema>
  readonly sealer: Sealer
}

interface Archived {
  /** Both versions of the guild it was read at. */
  readonly at: string
  readonly thread: ThreadState | null
}

/** What of threads is not in a guild's snapshot, read when it is asked for: archived ones, and who is in a private one. */
export class ThreadStates {
  readonly #options: ThreadStatesOptions
  readonly #archived = new LRUCache<string, Archived>({ max: 10_000 })
  readonly #members = new LRUCache<string, ReadonlySet<string>>({
    maxSize: 200_000,
    sizeCalculation: (members) => 1 + members.size,
  })

  readonly #followers = new LRUCache<string, boolean>({ max: 100_000 })

  constructor(options: ThreadStatesOptions) {
    this.#options = options
  }

  /** A thread of a guild as of its snapshot, archived or not; null where there is none. */
  async find(guild: GuildState, threadId: string): Promise<ThreadState | null> {
    const active = guild.threads.get(threadId)
    if (active) return active
    const at = `${guild.version}:${guild.threadsVersion}`
    const known = this.#archived.get(threadId)
    if (known?.at === at) return known.thread
    const thread = await this.read(this.#options.database, guild, threadId)
    this.#archived.set(threadId, { at, thread })
    return thread
  }

  /** A thread as `connection` sees it now. */
  async read(
    connection: Connection<Schema>,
    guild: GuildState,
    threadId: string,
  ): Promise<ThreadState | null> {
    const rows = await listThreadRows(connection, guild.id, [threadId])
    const [thread] = await openThreads(this.#options.sealer, rows, guild.channels)
    return thread ?? null
  }

  /** Those of some threads that exist, in the order given. */
  async list(guild: GuildState, threadIds: readonly string[]): Promise<ThreadState[]> {
    const elsewhere = threadIds.filter((id) => !guild.threads.has(id))
    const rows = await listThreadRows(this.#options.database, guild.id, elsewhere)
    const opened = await openThreads(this.#options.sealer, rows, guild.channels)
    const byId = new Map(opened.map((thread) => [thread.id, thread]))
    return threadIds.flatMap((id) => guild.threads.get(id) ?? byId.get(id) ?? [])
  }

  /** Whether a membership follows a thread: asked once for each version of it. */
  async isFollower({ id, thread }: ThreadState, ref: string): Promise<boolean> {
    const key = `${id}:${thread.version}:${ref}`
    const known = this.#followers.get(key)
    if (known !== undefined) return known
    const follows = await followsThread(this.#options.database, id, ref)
    this.#followers.set(key, follows)
    return follows
  }

  /** The accounts in a private thread, of which there are at most a thousand; null for one that is open to all. */
  async membersOf({ id, type, thread }: ThreadState): Promise<ReadonlySet<string> | null> {
    if (type !== 12) return null
    const key = `${id}:${thread.version}`
    const known = this.#members.get(key)
    if (known) return known
    const members = new Set(await listAccountsInThread(this.#options.database, id))
    this.#members.set(key, members)
    return members
  }
}
