import { accountTopic, dispatch } from '@alles/chat/contract'
import type { Gateway } from '../gateway.ts'
import { isJoin } from '../sessions/account-events.ts'
import { Recording } from '../guilds/recording.ts'

/** Records what happens to some sessions, from now until it is stopped. */
export class Recordings {
  readonly guilds = new Map<string, Recording>()
  readonly accounts = new Map<string, Recording>()
  readonly #stops: (() => void)[] = []

  constructor(gateway: Gateway, of: { guildIds: Iterable<string>; accountIds: Iterable<string> }) {
    for (const guildId of of.guildIds) {
      const recording = new Recording()
      this.guilds.set(guildId, recording)
      this.#stops.push(gateway.guilds.record(guildId, recording))
    }
    for (const accountId of of.accountIds) {
      if (this.accounts.has(accountId)) continue
      const recording = new Recording()
      this.accounts.set(accountId, recording)
      this.#stops.push(
        gateway.bus.subscribe(accountTopic(accountId), dispatch, (event) => recording.add(event)),
      )
    }
  }

  get isWhole(): boolean {
    return [...this.guilds.values(), ...this.accounts.values()].every((one) => one.isWhole)
  }

  /** Ids of what has been done with in a guild. */
  doneOf(guildId: string): string[] {
    return this.guilds.get(guildId)?.ids() ?? []
  }

  /** Ids of what an account's sessions have heard: guilds it joined are left to whoever goes on. */
  heardOf(accountId: string): string[] {
    return this.accounts.get(accountId)?.ids((one) => !isJoin(one)) ?? []
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }
}
