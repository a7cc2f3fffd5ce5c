import { randomInt } from 'node:crypto'
import type { Session } from '../sessions/session.ts'
import { isFall, isSamePresence, offline, ownPresence, type OwnPresence } from './presence.ts'

/**
 * How long somebody who goes, or falls asleep, is still shown as before; drawn anew each time. It bridges reloads and lost
 * connections, makes going invisible look like leaving, and keeps accounts that one person leaves together from going at
 * the same moment.
 */
export interface Lingering {
  readonly leastMs: number
  readonly mostMs: number
}
export const usualLingering: Lingering = { leastMs: 5000, mostMs: 25_000 }

interface LocalParts {
  readonly sessionsOf: (accountId: string) => readonly Session[]
  readonly put: (guildId: string, accountId: string, presence: OwnPresence | null) => void
  readonly lingering: Lingering
}

interface Account {
  told: OwnPresence
  /** Where it is told. */
  readonly guilds: Set<string>
  falling: NodeJS.Timeout | null
}

/** What the sessions of this process make of their accounts. An account is what its own sessions say and nothing else. */
export class LocalPresences {
  readonly #parts: LocalParts
  readonly #accounts = new Map<string, Account>()

  constructor(parts: LocalParts) {
    this.#parts = parts
  }

  /** A session began, ended, lost or found its connection, or says something else of itself. */
  changed(accountId: string): void {
    const account = this.#accounts.get(accountId) ?? { told: offline, guilds: new Set(), falling: null }
    const present = this.#present(accountId)
    const now = ownPresence(present)
    if (isFall(account.told, now) && !present.some(({ identity }) => identity.bot)) {
      const { leastMs, mostMs } = this.#parts.lingering
      account.falling ??= setTimeout(() => this.#fall(accountId), randomInt(leastMs, mostMs + 1))
      return
    }
    if (account.falling) clearTimeout(account.falling)
    account.falling = null
    this.#accounts.set(accountId, account)
    this.#tell(accountId, account, now)
  }

  /** An account that was invisible by what another process said of it stays so here, without a moment between. */
  hide(accountId: string): void {
    const sessions = this.#parts.sessionsOf(accountId)
    const account = this.#accounts.get(accountId)
    if (!account || sessions.length === 0) return
    for (const session of sessions) session.presence = { ...session.presence, status: 'invisible' }
    this.#tell(accountId, account, ownPresence(sessions))
  }

  /** A session of an account was let into a guild. */
  joined(accountId: string, guildId: string): void {
    const account = this.#accounts.get(accountId)
    if (!account || account.guilds.has(guildId)) return
    account.guilds.add(guildId)
    this.#parts.put(guildId, accountId, account.told)
  }

  /** A session of an account was taken out of a guild. */
  left(accountId: string, guildId: string): void {
    if (this.#parts.sessionsOf(accountId).some((session) => session.guilds.has(guildId))) return
    if (this.#accounts.get(accountId)?.guilds.delete(guildId)) this.#parts.put(guildId, accountId, null)
  }

  /** A session is in all its guilds: its account lingers in no others. */
  settled(accountId: string): void {
    const account = this.#accounts.get(accountId)
    for (const guildId of account?.guilds ?? []) this.left(accountId, guildId)
  }

  stop(): void {
    for (const { falling } of this.#accounts.values()) if (falling) clearTimeout(falling)
    this.#accounts.clear()
  }

  #fall(accountId: string): void {
    const account = this.#accounts.get(accountId)
    if (!account) return
    account.falling = null
    this.#tell(accountId, account, ownPresence(this.#present(accountId)))
  }

  #tell(accountId: string, account: Account, presence: OwnPresence): void {
    const isAway = presence.status === 'offline'
    if (!isSamePresence(presence, account.told))
      for (const guildId of account.guilds) this.#parts.put(guildId, accountId, isAway ? null : presence)
    account.told = presence
    if (isAway) this.#accounts.delete(accountId)
  }

  #present(accountId: string): Session[] {
    return this.#parts.sessionsOf(accountId).filter((session) => session.outlet !== null || session.expected)
  }
}
