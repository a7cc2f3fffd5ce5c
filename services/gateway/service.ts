import * as accountsContract from '@alles/accounts/contract'
import * as chatContract from '@alles/chat/contract'
import * as oauthContract from '@alles/oauth/contract'
import { cookieName, type TakeUpgrade } from '@alles/platform/http'
import { defineService, type Parts } from '@alles/platform/service'
import { connectionOpener } from './connections/open-connection.ts'
import { Connections } from './connections/connections.ts'
import { sweep } from './connections/sweep.ts'
import * as contract from './contract/index.ts'
import type { Gateway } from './gateway.ts'
import { answerRoutes } from './gateway-routes.ts'
import { GuildAudiences } from './guilds/guild-audiences.ts'
import { listen } from './listeners.ts'
import { createMeters } from './meters.ts'
import { listenToAccount } from './sessions/account-events.ts'
import { Delivery } from './sessions/delivery.ts'
import { mostLive, Sessions, unlimited } from './sessions/sessions.ts'
import { StartSlots } from './sessions/start-slots.ts'

export interface GatewayOptions {
  /** The origin people see. */
  readonly publicUrl: string
  /** Whether people reach us over HTTPS; decides the name of the session's cookie. */
  readonly secure: boolean
  /** Has the HTTP edge hand over WebSocket upgrades of a path. */
  onUpgrade(path: string, take: TakeUpgrade): void
  /** False lets an account have any number of open sessions: for benchmarks alone. */
  readonly rateLimits?: boolean
  /** How often silent connections are looked for; every 5 seconds unless said otherwise. */
  readonly sweepSeconds?: number
}

const path = '/gateway'
const sweepSeconds = 5
/** How long clients may take to leave when the process is stopped. */
const leaveMs = 1500

/** Sockets, and the events that go down them. Stores nothing. */
export const gateway = defineService<unknown, GatewayOptions>({
  name: 'gateway',
  catalogue: null,
  migrations: null,
  contract,
  async start(parts, options) {
    const made = assemble(parts, options)
    answerRoutes(parts.routes, made.url)
    if (!parts.roles.has('gateway')) return async () => undefined
    const unsubscribes = listen(made)
    const sweeping = setInterval(() => sweep(made), 1000 * (options.sweepSeconds ?? sweepSeconds))
    options.onUpgrade(path, connectionOpener(made, cookieName('session', options.secure)))
    return async () => {
      clearInterval(sweeping)
      await made.connections.close(leaveMs)
      for (const unsubscribe of unsubscribes) unsubscribe()
      made.guilds.close()
    }
  },
})

/** `https://host` → `wss://host/gateway`. */
export function socketAddress(publicUrl: string): string {
  return new URL(path, publicUrl.replace(/^http/, 'ws')).href
}

function assemble(parts: Parts, { publicUrl, rateLimits = true }: GatewayOptions): Gateway {
  const meters = createMeters(parts.metrics)
  const made: Gateway = {
    url: socketAddress(publicUrl),
    accounts: parts.calls.of(accountsContract),
    oauth: parts.calls.of(oauthContract),
    chat: parts.calls.of(chatContract),
    bus: parts.bus,
    clock: parts.clock,
    log: parts.log,
    meters,
    connections: new Connections(),
    delivery: new Delivery(meters),
    slots: new StartSlots(),
    sessions: new Sessions(
      (accountId) => listenToAccount(made, accountId),
      rateLimits ? mostLive : unlimited,
    ),
    get guilds() {
      return guilds
    },
  }
  const guilds = new GuildAudiences(made)
  return made
}
