import type { EventData } from '@alles/platform/contract'
import type { Gateway } from '../gateway.ts'
import { gatewayTopic } from '../peers/peer-events.ts'
import { hearAccountEvent } from '../sessions/account-events.ts'
import { endSession } from '../sessions/end-session.ts'
import { closes } from '../protocol/codes.ts'
import { handoverOffered, handoverPiece, handoverReady, handoverTaken } from './handover-events.ts'
import { Parcel, unpackFrames, unpackSession, type SessionPart } from './parcel.ts'
import { Recordings } from './recordings.ts'

/** How long a transfer may take before it is given up. */
const longestMs = 15_000

interface Incoming {
  readonly from: string
  readonly recordings: Recordings
  readonly texts: string[]
  readonly accountOf: ReadonlyMap<string, string>
  readonly done: PromiseWithResolvers<void>
  readonly expiry: NodeJS.Timeout
}

/** Takes sessions that other processes hand over. */
export class SessionTaker {
  readonly #gateway: Gateway
  readonly #incoming = new Map<string, Incoming>()
  readonly #expected = new Map<string, PromiseWithResolvers<void>>()

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  /** Begins to listen. Gives what stops it. */
  start(): () => void {
    const { bus, peers } = this.#gateway
    const topic = gatewayTopic(peers.id)
    const stops = [
      bus.subscribe(topic, handoverOffered, (offer) => this.#prepare(offer)),
      bus.subscribe(topic, handoverPiece, (piece) => {
        this.#take(piece).catch((error: unknown) => {
          this.#gateway.log.error('gateway.handover_failed', { error })
          this.#finish(piece.transfer)
        })
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      for (const transfer of this.#incoming.keys()) this.#finish(transfer)
    }
  }

  /** A session that is on its way here: whose it is, and when it is over. */
  find(sessionId: string): { accountId: string; done: Promise<void> } | null {
    for (const { accountOf, done } of this.#incoming.values()) {
      const accountId = accountOf.get(sessionId)
      if (accountId !== undefined) return { accountId, done: done.promise }
    }
    return null
  }

  /** Whether a session of an account is on its way here. */
  expects(accountId: string): boolean {
    for (const { accountOf } of this.#incoming.values())
      for (const coming of accountOf.values()) if (coming === accountId) return true
    return false
  }

  /** Resolves when a session that was asked for has come, or will not. */
  expect(sessionId: string): Promise<void> {
    const known = this.#expected.get(sessionId) ?? Promise.withResolvers()
    this.#expected.set(sessionId, known)
    return known.promise
  }

  /** Listens to everything that concerns the sessions before it says so. */
  #prepare({ from, transfer, sessions, guildIds }: EventData<typeof handoverOffered>): void {
    const accountOf = new Map(sessions)
    this.#incoming.set(transfer, {
      from,
      recordings: new Recordings(this.#gateway, { guildIds, accountIds: accountOf.values() }),
      texts: [],
      accountOf,
      done: Promise.withResolvers(),
      expiry: setTimeout(() => this.#finish(transfer), longestMs),
    })
    void this.#sayReady(from, transfer)
  }

  /** Only once what others publish is sure to be heard. Where that cannot be known, the sessions stay where they are. */
  async #sayReady(from: string, transfer: string): Promise<void> {
    const { bus } = this.#gateway
    if ((await bus.settled()) && this.#incoming.has(transfer))
      bus.publish(gatewayTopic(from), handoverReady, { transfer })
  }

  async #take({ transfer, index, last, text }: EventData<typeof handoverPiece>): Promise<void> {
    const incoming = this.#incoming.get(transfer)
    if (!incoming || index !== incoming.texts.length) return
    incoming.texts.push(text)
    if (last) {
      const parcel = Parcel.parse(JSON.parse(incoming.texts.join('')))
      if (incoming.recordings.isWhole) await this.#unpack(parcel, incoming.recordings)
      this.#finish(transfer)
    }
    this.#gateway.bus.publish(gatewayTopic(incoming.from), handoverTaken, { transfer, index })
  }

  async #unpack(parcel: Parcel, recordings: Recordings): Promise<void> {
    const frames = unpackFrames(parcel)
    for (const part of parcel.sessions) {
      const session = unpackSession(part, frames)
      const guilds = Object.entries(part.guilds).map(async ([guildId, key]) => {
        const told = parcel.guilds[guildId]
        const audience = this.#gateway.guilds.find(guildId)
        if (!told || !audience) throw new Error('a guild is missing from what was handed over')
        const done = new Set(told.done)
        await audience.carryOn(session, {
          sight: new Map((told.sights[key] ?? []).map(([id, held]) => [id, BigInt(held)])),
          missed: () => recordings.guilds.get(guildId)?.without(done) ?? [],
        })
      })
      await Promise.all(guilds)
      this.#add(session, part, { parcel, recordings })
    }
  }

  #add(
    session: ReturnType<typeof unpackSession>,
    { identity }: SessionPart,
    { parcel, recordings }: { readonly parcel: Parcel; readonly recordings: Recordings },
  ): void {
    const { sessions } = this.#gateway
    const done = new Set(parcel.accounts[identity.accountId])
    for (const dispatch of recordings.accounts.get(identity.accountId)?.without(done) ?? [])
      hearAccountEvent(this.#gateway, session, dispatch)
    sessions.add(session)
    this.#gateway.own.changed(session.accountId)
    for (const guildId of session.guilds.keys()) {
      this.#gateway.own.joined(session.accountId, guildId)
      for (const accountId of recordings.guilds.get(guildId)?.presences ?? [])
        session.missed.add(`${guildId} ${accountId}`)
    }
    const goes = sessions.lose(session)
    if (goes) endSession(this.#gateway, goes, closes.resumable)
    this.#gateway.meters.sessions.set(sessions.size)
    this.#gateway.meters.handovers.inc({ outcome: 'taken' })
  }

  #finish(transfer: string): void {
    const incoming = this.#incoming.get(transfer)
    if (!incoming) return
    this.#incoming.delete(transfer)
    clearTimeout(incoming.expiry)
    incoming.recordings.stop()
    incoming.done.resolve()
    for (const sessionId of incoming.accountOf.keys()) {
      this.#expected.get(sessionId)?.resolve()
      this.#expected.delete(sessionId)
    }
  }
}
