import { expect, test } from 'vitest'
import { createMetrics } from './index.ts'

test('gives the same instrument for the same name', async () => {
  const metrics = createMetrics({ process: false })
  const counter = metrics.counter('things_total', 'Things.', ['kind'])
  expect(metrics.counter('things_total', 'Things.', ['kind'])).toBe(counter)
  counter.inc({ kind: 'a' })
  metrics.counter('things_total', 'Things.', ['kind']).inc({ kind: 'a' }, 2)
  expect(await metrics.text()).toContain('things_total{kind="a"} 3')
})

test('measures up, down and how long', async () => {
  const metrics = createMetrics({ process: false })
  const gauge = metrics.gauge('open', 'Open.')
  gauge.set(5)
  gauge.inc()
  gauge.dec({}, 2)
  const histogram = metrics.histogram('took_seconds', 'Took.', [0.1, 1], ['route'])
  histogram.observe(0.5, { route: '/a' })
  const text = await metrics.text()
  expect(text).toContain('open 4')
  expect(text).toContain('took_seconds_bucket{le="0.1",route="/a"} 0')
  expect(text).toContain('took_seconds_bucket{le="1",route="/a"} 1')
  expect(metrics.mediaType).toContain('text/plain')
})

test('keeps two processes’ metrics apart, and measures the process itself', async () => {
  const [one, other] = [createMetrics(), createMetrics({ process: false })]
  one.counter('mine', 'Mine.').inc()
  expect(await one.text()).toContain('process_resident_memory_bytes')
  expect(await other.text()).not.toMatch(/mine|process_/)
})
