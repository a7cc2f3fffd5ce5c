import type { Metrics } from '@alles/platform/metrics'

export type Meters = ReturnType<typeof createMeters>

/** What the gateway counts. */
export function createMeters(metrics: Metrics) {
  return {
    connections: metrics.gauge('gateway_connections', 'Open sockets.'),
    sessions: metrics.gauge('gateway_sessions', 'Sessions, those waiting to be resumed included.'),
    deliveries: metrics.counter('gateway_deliveries_total', 'Dispatches written to sockets.'),
    latency: metrics.histogram(
      'gateway_dispatch_seconds',
      'Time from hearing of an event until it was written to the sockets of all who get it.',
      [0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1],
    ),
    closes: metrics.counter('gateway_closes_total', 'Connections closed, by close code.', ['code']),
    identifies: metrics.counter('gateway_identifies_total', 'Sessions begun.'),
    resumes: metrics.counter('gateway_resumes_total', 'Attempts to resume, by outcome.', ['outcome']),
    handovers: metrics.counter(
      'gateway_handovers_total',
      'Sessions handed to another process (given), lost on the way, or taken from one.',
      ['outcome'],
    ),
    gaps: metrics.counter('gateway_message_gaps_total', 'Messages whose event never came here.'),
  }
}
