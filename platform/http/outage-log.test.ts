import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '../log/index.ts'
import { OutageLog } from './outage-log.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function outageLog() {
  const lines: Record<string, unknown>[] = []
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>)
  return { outages: new OutageLog(createLog({ level: 'info', write })), lines }
}

test('tells of an outage at once, then once a second with how many requests met it', () => {
  const { outages, lines } = outageLog()
  const error = new Error('x')
  for (let turn = 0; turn < 500; turn += 1) {
    outages.met({ route: '/a', request_id: `${turn}`, error })
    vi.advanceTimersByTime(5)
  }
  vi.advanceTimersByTime(1000)
  expect(lines.map((line) => line.count)).toEqual([1, 199, 200, 100])
  expect(lines[0]).toMatchObject({ event: 'http.unavailable', level: 'warn', route: '/a', request_id: '0' })
})

test('is silent when it is over, and tells of the next one at once', () => {
  const { outages, lines } = outageLog()
  outages.met({ route: '/a', error: null })
  vi.advanceTimersByTime(60_000)
  expect(lines).toHaveLength(1)
  outages.met({ route: '/b', error: null })
  expect(lines.map(({ route, count }) => [route, count])).toEqual([
    ['/a', 1],
    ['/b', 1],
  ])
})
