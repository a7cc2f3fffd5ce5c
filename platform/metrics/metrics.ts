import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Values of an instrument's labels. Label values are words of ours (routes, codes), never ids: each makes a series. */
export type Labels = Readonly<Record<string, string>>

export interface CounterInstrument {
  inc(labels?: Labels, by?: number): void
}

export interface GaugeInstrument {
  set(value: number, labels?: Labels): void
  inc(labels?: Labels, by?: number): void
  dec(labels?: Labels, by?: number): void
}

export interface HistogramInstrument {
  observe(value: number, labels?: Labels): void
}

/** Prometheus metrics of this process. Asking for the same name twice gives the same instrument. */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): CounterInstrument
  gauge(name: string, help: string, labels?: readonly string[]): GaugeInstrument
  histogram(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly string[],
  ): HistogramInstrument
  /** Prometheus' text format. */
  text(): Promise<string>
  /** The media type of `text`. */
  readonly mediaType: string
}

/** From half a millisecond to ten seconds: for durations of requests and queries. */
export const durationBuckets: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
]

type HistogramArguments = Parameters<Metrics['histogram']>

export interface MetricsOptions {
  /** Whether memory, processor and event loop are measured too; on unless said otherwise. */
  readonly process?: boolean
}

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new Registry()
  if (options.process !== false) collectDefaultMetrics({ register: registry })
  const made = new Map<string, unknown>()
  const once = <Instrument>(name: string, make: () => Instrument): Instrument => {
    const before = made.get(name)
    if (before !== undefined) return before as Instrument
    const instrument = make()
    made.set(name, instrument)
    return instrument
  }
  return {
    counter: (name, help, labels = []) => once(name, () => counterOf(registry, { name, help, labels })),
    gauge: (name, help, labels = []) => once(name, () => gaugeOf(registry, { name, help, labels })),
    histogram: (...[name, help, buckets, labels = []]: HistogramArguments) =>
      once(name, () => histogramOf(registry, { name, help, labels, buckets })),
    text: () => registry.metrics(),
    mediaType: registry.contentType,
  }
}

interface Described {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
}

function counterOf(registry: Registry, described: Described): CounterInstrument {
  const counter = new Counter({ ...named(described), registers: [registry] })
  return { inc: (labels = {}, by = 1) => counter.inc(labels, by) }
}

function gaugeOf(registry: Registry, described: Described): GaugeInstrument {
  const gauge = new Gauge({ ...named(described), registers: [registry] })
  return {
    set: (value, labels = {}) => gauge.set(labels, value),
    inc: (labels = {}, by = 1) => gauge.inc(labels, by),
    dec: (labels = {}, by = 1) => gauge.dec(labels, by),
  }
}

function histogramOf(
  registry: Registry,
  described: Described & { readonly buckets: readonly number[] },
): HistogramInstrument {
  const histogram = new Histogram({
    ...named(described),
    buckets: [...described.buckets],
    registers: [registry],
  })
  return { observe: (value, labels = {}) => histogram.observe(labels, value) }
}

function named(described: Described) {
  return { name: described.name, help: described.help, labelNames: [...described.labels] }
}
