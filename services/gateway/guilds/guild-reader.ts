import { setTimeout as pause } from 'node:timers/promises'
import type { GuildState, MemberState, ThreadMemberState, ThreadState } from '@alles/chat/contract'
import type { Gateway } from '../gateway.ts'
import type { Session } from '../sessions/session.ts'
import type { Scene } from './reaches.ts'

const retryMs = 250

/** What `chat` says of one guild. It is asked until it answers: without knowing who may see what, nothing is delivered. */
export class GuildReader {
  readonly #gateway: Pick<Gateway, 'chat' | 'log'>
  readonly #id: string
  #closed = false

  constructor(gateway: Pick<Gateway, 'chat' | 'log'>, id: string) {
    this.#gateway = gateway
    this.#id = id
  }

  state(): Promise<GuildState | null> {
    return this.#insist(null, () => this.#gateway.chat.guildState({ guildId: this.#id }))
  }

  /** As new as the database is now, whoever wrote there. */
  newestState(): Promise<GuildState | null> {
    return this.#insist(null, () => this.#gateway.chat.guildState({ guildId: this.#id, newest: true }))
  }

  members(accountIds: readonly string[]): Promise<MemberState[]> {
    const asked = { guildId: this.#id, accountIds: [...accountIds] }
    return this.#insist([], () => this.#gateway.chat.guildMembers(asked))
  }

  /** Where something happened that was in a thread; null: in none that is there. */
  async scene(threadId: string): Promise<Scene | null> {
    const asked = { guildId: this.#id, threadId }
    const found = await this.#insist(null, () => this.#gateway.chat.threadAudience(asked))
    return found && { channelId: found.parentId, members: found.members }
  }

  /** By account: which of some threads it follows. */
  async joined(
    sessions: readonly Session[],
    threads: readonly ThreadState[],
  ): Promise<ReadonlyMap<string, Map<string, ThreadMemberState>>> {
    const accountIds = [...new Set(sessions.map((session) => session.accountId))]
    const threadIds = threads.map((thread) => thread.id)
    const asked = { guildId: this.#id, accountIds, threadIds }
    const found = await this.#insist([], () => this.#gateway.chat.joinedThreads(asked))
    const byAccount = Map.groupBy(found, (one) => one.accountId)
    return new Map(
      Array.from(byAccount, ([accountId, all]) => [
        accountId,
        new Map(all.map((one) => [one.threadId, one])),
      ]),
    )
  }

  /** Stops asking. */
  close(): void {
    this.#closed = true
  }

  async #insist<T>(closed: T, ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; !this.#closed; attempt += 1)
      try {
        return await ask()
      } catch (error) {
        if (attempt % 20 === 1) this.#gateway.log.warn('gateway.state_unreadable', { attempt, error })
        await pause(retryMs, undefined, { ref: false })
      }
    return closed
  }
}
