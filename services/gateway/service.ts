import * as accountsContract from '@alles/accounts/contract'
import * as chatContract from '@alles/chat/contract'
import * as oauthContract from '@alles/oauth/contract'
import type { Bus } from '@alles/platform/events'
import { cookieName, TokenBuckets, type TakeUpgrade } from '@alles/platform/http'
import { defineService, type Parts } from '@alles/platform/service'
import { Packers } from './compression/packers.ts'
import { connectionOpener } from './connections/open-connection.ts'
import { Connections } from './connections/connections.ts'
import { sweep } from './connections/sweep.ts'
import * as contract from './contract/index.ts'
import type { Gateway } from './gateway.ts'
import { answerRoutes } from './gateway-routes.ts'
import { GuildAudiences } from './guilds/guild-audiences.ts'
import { handOverAll } from './handover/hand-over-all.ts'
import { SessionFinder } from './handover/session-finder.ts'
import { SessionTaker } from './handover/take-sessions.ts'
import { listen } from './listeners.ts'
import { SessionCounts } from './limits/session-counts.ts'
import { createMeters } from './meters.ts'
import { Peers } from './peers/peers.ts'
import { deliverPresence } from './presence/deliver-presence.ts'
import { LocalPresences, usualLingering, type Lingering } from './presence/local-presences.ts'
import { PresenceBoard } from './presence/presence-board.ts'
import { PresenceCounts } from './presence/presence-counts.ts'
import { PresenceFanout } from './presence/presence-fanout.ts'
import { listenToAccount } from './sessions/account-events.ts'
import { Delivery } from './sessions/delivery.ts'
import type { Session } from './sessions/session.ts'
import { mostLive, Sessions, unlimited } from './sessions/sessions.ts'
import { StartSlots } from './sessions/start-slots.ts'
import { usualPatience, Visits, type Patience, type VisitParts } from './visits/visits.ts'

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
  /** How often processes tell each other that they live; every 2 seconds unless said otherwise. */
  readonly beatMs?: number
  /** How long those who go are still shown. */
  readonly lingering?: Lingering
  /** How long an account may be without a session before its visits end. */
  readonly patience?: Patience
}

const path = '/gateway'
const sweepSeconds = 5
/** How often one address may begin or resume: bursts of 600, ten a second in the long run. */
const startsByAddress = { count: 600, seconds: 60 }
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
    answerRoutes(parts.routes, made)
    if (parts.roles.size === 0) return async () => undefined
    made.peers.start()
    made.counts.start()
    const leave = () => {
      made.counts.stop()
      made.peers.stop()
    }
    if (!parts.roles.has('gateway')) return async () => leave()
    const counts = new PresenceCounts(parts.bus, made.presences, made.peers.id)
    made.presences.start()
    counts.start()
    const unsubscribes = [...listen(made), made.taker.start(), made.finder.start(), made.visits.start()]
    const sweeping = setInterval(() => sweep(made), 1000 * (options.sweepSeconds ?? sweepSeconds))
    options.onUpgrade(path, connectionOpener(made, cookieName('session', options.secure)))
    return async () => {
      clearInterval(sweeping)
      made.connections.takeNobodyIn()
      await handOverAll(made)
      await made.connections.close(leaveMs)
      for (const unsubscribe of unsubscribes) unsubscribe()
      counts.stop()
      made.own.stop()
      made.fanout.stop()
      made.guilds.close()
      made.presences.stop()
      leave()
    }
  },
})

/** `https://host` → `wss://host/gateway`. */
export function socketAddress(publicUrl: string): string {
  return new URL(path, publicUrl.replace(/^http/, 'ws')).href
}

function assemble(
  parts: Parts,
  {
    publicUrl,
    rateLimits = true,
    beatMs,
    lingering = usualLingering,
    patience = usualPatience,
  }: GatewayOptions,
): Gateway {
  const meters = createMeters(parts.metrics)
  const peers = new Peers(parts.bus, {
    speaks: parts.roles.has('gateway'),
    ...(beatMs !== undefined && { ms: beatMs }),
  })
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
    packers: new Packers(),
    delivery: new Delivery(meters),
    slots: new StartSlots(),
    peers,
    counts: new SessionCounts({
      bus: parts.bus,
      clock: parts.clock,
      peers,
      openHere: (accountId) => made.sessions.open(accountId),
      lost: (accountIds) => made.visits.leftElsewhere(accountIds),
      enforced: rateLimits,
    }),
    ...presenceParts(() => made, { bus: parts.bus, peers, lingering }),
    visits: visitsOf(() => made, { bus: parts.bus, log: parts.log, peers, patience }),
    starters: rateLimits ? new TokenBuckets(startsByAddress, parts.clock) : null,
    sessions: new Sessions(
      (accountId) => listenToAccount(made, accountId),
      rateLimits ? mostLive : unlimited,
    ),
    get guilds() {
      return guilds
    },
    get finder() {
      return finder
    },
    get taker() {
      return taker
    },
  }
  const guilds = new GuildAudiences(made)
  const finder = new SessionFinder(made)
  const taker = new SessionTaker(made)
  return made
}

function visitsOf(
  made: () => Gateway,
  needs: Pick<VisitParts, 'bus' | 'log' | 'peers' | 'patience'>,
): Visits {
  return new Visits({
    ...needs,
    isHere: (accountId) => made().sessions.ofAccount(accountId).length > 0 || made().taker.expects(accountId),
    end: async (accountIds) => void (await made().chat.endVisits({ accountIds: [...accountIds] })),
  })
}

interface PresenceNeeds {
  readonly bus: Bus
  readonly peers: Peers
  readonly lingering: Lingering
}

function presenceParts(made: () => Gateway, { bus, peers, lingering }: PresenceNeeds) {
  const fanout = new PresenceFanout({
    deliver: (guildId, accountId) => deliverPresence(made(), guildId, accountId),
    isBusy: () => made().delivery.isBusy,
  })
  const presences = new PresenceBoard({
    bus,
    peers,
    changed: (guildId, accountId) => fanout.changed(guildId, accountId),
    hid: (accountId) => own.hide(accountId),
  })
  const own: LocalPresences = new LocalPresences({
    sessionsOf: (accountId) => made().sessions.ofAccount(accountId),
    put: (guildId, accountId, presence) => presences.put(guildId, accountId, presence),
    lingering,
  })
  return { fanout, presences, own, behind: new Set<Session>() }
}
