import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway } from '../gateway.ts'
import { gatewaysTopic, gatewayTopic } from '../peers/peer-events.ts'
import { closes } from '../protocol/codes.ts'
import type { Session } from '../sessions/session.ts'
import { giveSessions } from './give-sessions.ts'
import { sessionHeld, sessionSought, sessionWanted } from './handover-events.ts'

/** How long others may take to say that they hold a session, and to hand it over. */
const heldMs = 500
const handedMs = 8000

/** Where a session is: here, on its way here, or in another process. */
export interface Found {
  readonly accountId: string
  /** Has it here; undefined where it came to nothing. */
  bring(): Promise<Session | undefined>
}

/** Finds sessions in whatever process they are: a client that comes back may be led to any of them. */
export class SessionFinder {
  readonly #gateway: Gateway
  readonly #sought = new Map<string, PromiseWithResolvers<{ from: string; accountId: string }>>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  /** Begins to answer others, and to hear their answers. Gives what stops it. */
  start(): () => void {
    const { bus, peers, log } = this.#gateway
    const topic = gatewayTopic(peers.id)
    const stops = [
      bus.subscribe(gatewaysTopic, sessionSought, ({ from, sessionId }) => this.#answer(from, sessionId)),
      bus.subscribe(topic, sessionHeld, (held) => this.#sought.get(held.sessionId)?.resolve(held)),
      bus.subscribe(topic, sessionWanted, ({ from, sessionId, accountId }) => {
        this.#give(from, sessionId, accountId).catch((error: unknown) =>
          log.error('gateway.handover_failed', { error }),
        )
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  async find(sessionId: string): Promise<Found | null> {
    const { sessions, taker, peers } = this.#gateway
    const here = sessions.find(sessionId)
    if (here) return { accountId: here.accountId, bring: async () => sessions.find(sessionId) }
    const coming = taker.find(sessionId)
    if (coming) return { accountId: coming.accountId, bring: () => this.#once(coming.done, sessionId) }
    const held = peers.isAlone ? null : await this.#ask(sessionId)
    return held && { accountId: held.accountId, bring: () => this.#bring(sessionId, held) }
  }

  async #ask(sessionId: string): Promise<{ from: string; accountId: string } | null> {
    const { bus, peers } = this.#gateway
    const answer = this.#sought.get(sessionId) ?? Promise.withResolvers()
    this.#sought.set(sessionId, answer)
    bus.publish(gatewaysTopic, sessionSought, { from: peers.id, sessionId })
    const held = await Promise.race([answer.promise, pause(heldMs, null)])
    this.#sought.delete(sessionId)
    return held
  }

  async #bring(sessionId: string, held: { from: string; accountId: string }): Promise<Session | undefined> {
    const { bus, peers, taker } = this.#gateway
    const came = taker.expect(sessionId)
    const { accountId } = held
    bus.publish(gatewayTopic(held.from), sessionWanted, { from: peers.id, sessionId, accountId })
    return this.#once(came, sessionId)
  }

  async #once(done: Promise<void>, sessionId: string): Promise<Session | undefined> {
    await Promise.race([done, pause(handedMs)])
    return this.#gateway.sessions.find(sessionId)
  }

  #answer(from: string, sessionId: string): void {
    const { bus, sessions, taker, peers } = this.#gateway
    const accountId = sessions.find(sessionId)?.accountId ?? taker.find(sessionId)?.accountId
    if (from === peers.id || accountId === undefined) return
    bus.publish(gatewayTopic(from), sessionHeld, { from: peers.id, sessionId, accountId })
  }

  async #give(to: string, sessionId: string, accountId: string): Promise<void> {
    const { sessions, taker } = this.#gateway
    await taker.find(sessionId)?.done
    const session = sessions.find(sessionId)
    if (session?.accountId !== accountId) return
    for (const outlet of await giveSessions(this.#gateway, to, [session])) outlet.close(closes.replaced)
  }
}
