import { randomBytes } from 'node:crypto'
import type { NatsConnection, Subscription } from '@nats-io/transport-node'
import type { Event, EventData } from '../../contract/index.ts'
import type { Log } from '../../log/index.ts'
import type { Metrics } from '../../metrics/index.ts'
import type { Bus, Lapse, Unsubscribe } from '../bus.ts'
import { createLocalBus } from '../local-bus.ts'
import { connectNats } from './connect-nats.ts'
import { decodeEvent, encodeEvent } from './event-codec.ts'
import type { NatsPlace } from './nats-place.ts'
import { Parcels, toParts } from './parcels.ts'
import { subjectOf } from './subjects.ts'

export interface NatsBusOptions {
  readonly place: NatsPlace
  /** What subjects begin with: the same for all processes of one instance, and for no other. */
  readonly prefix: string
  readonly log: Log
  readonly metrics: Metrics
  /** How long to wait for the server at the start, in seconds; 30 unless said otherwise. */
  readonly patience?: number
  /** How often listeners are reminded that events are being missed, in milliseconds; 5,000 unless said otherwise. */
  readonly remindMs?: number
}

/** A bus that reaches other processes. */
export interface RemoteBus extends Bus {
  /** Says goodbye to the server, once what was published is on its way. */
  close(): Promise<void>
}

interface Held {
  readonly subscription: Subscription
  count: number
}

/**
 * A bus over NATS core. What this process publishes reaches its own listeners directly, and once; to others it goes over
 * one connection, which keeps its order. While NATS is away local events go on and others are lost, which `onLapse` tells.
 */
export async function createNatsBus(options: NatsBusOptions): Promise<RemoteBus> {
  const connection = await connectNats(options.place, options.patience ?? 30)
  return new NatsBus(connection, options)
}

class NatsBus implements RemoteBus {
  readonly #nats: NatsConnection
  readonly #options: NatsBusOptions
  readonly #local: Bus
  readonly #held = new Map<string, Held>()
  readonly #parcels = new Parcels()
  readonly #sender = randomBytes(4).toString('hex')
  readonly #lapsed = new Set<(lapse: Lapse) => void>()
  readonly #meters: ReturnType<typeof metersOf>
  #cut = false
  #reminding: NodeJS.Timeout | undefined
  #settling: Promise<boolean> | null = null

  constructor(nats: NatsConnection, options: NatsBusOptions) {
    this.#nats = nats
    this.#options = options
    this.#local = createLocalBus(options.log)
    this.#meters = metersOf(options.metrics)
    this.#meters.connected.set(1)
    void this.#watch()
  }

  publish<E extends Event>(topic: string, event: E, data: EventData<E>): void {
    // First, so that what listeners here publish in turn comes after it everywhere.
    if (event.delivery === 'realtime') this.#send(topic, event, data)
    this.#local.publish(topic, event, data)
  }

  publishHere<E extends Event>(topic: string, event: E, data: EventData<E>): void {
    this.#local.publish(topic, event, data)
  }

  subscribe<E extends Event>(topic: string, event: E, listener: (data: EventData<E>) => void): Unsubscribe {
    const leave = this.#local.subscribe(topic, event, listener)
    const subject = subjectOf(this.#options.prefix, event.name, topic)
    const held = this.#held.get(subject) ?? this.#open(subject, topic, event)
    held.count += 1
    let here = true
    return () => {
      leave()
      if (here) this.#release(subject, held)
      here = false
    }
  }

  /** All who ask in one round of the event loop share one round trip. */
  settled(): Promise<boolean> {
    this.#settling ??= Promise.resolve().then(() => {
      this.#settling = null
      return this.#flush()
    })
    return this.#settling
  }

  onLapse(listener: (lapse: Lapse) => void): Unsubscribe {
    const own = (lapse: Lapse) => listener(lapse)
    this.#lapsed.add(own)
    return () => void this.#lapsed.delete(own)
  }

  async close(): Promise<void> {
    clearInterval(this.#reminding)
    await this.#flush()
    await this.#nats.close()
  }

  #send(topic: string, event: Event, data: unknown): void {
    if (this.#cut) return this.#meters.lost.inc()
    try {
      const most = this.#nats.info?.max_payload ?? 1024 * 1024
      const subject = subjectOf(this.#options.prefix, event.name, topic)
      for (const part of toParts(encodeEvent(data), this.#sender, most)) this.#nats.publish(subject, part)
    } catch (error) {
      this.#meters.lost.inc()
      this.#options.log.error('bus.not_sent', { event_name: event.name, error })
    }
  }

  #open(subject: string, topic: string, event: Event): Held {
    const subscription = this.#nats.subscribe(subject, {
      callback: (error, message) => {
        if (error) this.#options.log.warn('bus.subscription_failed', { event_name: event.name, error })
        else this.#receive(topic, event, { subject, bytes: message.data })
      },
    })
    const held = { subscription, count: 0 }
    this.#held.set(subject, held)
    return held
  }

  #release(subject: string, held: Held): void {
    held.count -= 1
    if (held.count > 0) return
    this.#held.delete(subject)
    if (!this.#nats.isClosed()) held.subscription.unsubscribe()
  }

  #receive(topic: string, event: Event, { subject, bytes }: { subject: string; bytes: Uint8Array }): void {
    try {
      const whole = this.#parcels.take(subject, bytes)
      if (!whole) return
      this.#local.publish(topic, event, event.data.parse(decodeEvent(whole)))
    } catch (error) {
      // Of another version, or not ours at all.
      this.#meters.unreadable.inc()
      this.#options.log.error('bus.unreadable', { event_name: event.name, error })
    }
  }

  async #flush(): Promise<boolean> {
    if (this.#cut || this.#nats.isClosed()) return false
    try {
      await this.#nats.flush()
      return !this.#cut
    } catch {
      // The connection broke meanwhile, which `#watch` tells.
      return false
    }
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#nats.status()) {
      if (type === 'disconnect') this.#lose()
      else if (type === 'reconnect') this.#regain()
    }
  }

  #lose(): void {
    if (this.#cut) return
    this.#cut = true
    this.#meters.connected.set(0)
    this.#parcels.forget()
    this.#options.log.warn('bus.cut', { reason: 'the NATS server cannot be reached' })
    this.#tell('cut')
    this.#reminding = setInterval(() => this.#tell('cut'), this.#options.remindMs ?? 5_000)
    this.#reminding.unref()
  }

  #regain(): void {
    if (!this.#cut) return
    clearInterval(this.#reminding)
    this.#cut = false
    this.#meters.connected.set(1)
    this.#options.log.info('bus.restored', {})
    this.#tell('restored')
  }

  #tell(lapse: Lapse): void {
    for (const listener of Array.from(this.#lapsed))
      try {
        listener(lapse)
      } catch (error) {
        this.#options.log.error('bus.listener_failed', { event_name: lapse, error })
      }
  }
}

function metersOf(metrics: Metrics) {
  return {
    connected: metrics.gauge('bus_connected', 'Whether events pass between processes.'),
    lost: metrics.counter('bus_lost_total', 'Events that other processes were not told of.'),
    unreadable: metrics.counter('bus_unreadable_total', 'Events of other processes that could not be read.'),
  }
}
