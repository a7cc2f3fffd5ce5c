import { createLog } from '@alles/platform/log'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchNeighbours } from './neighbours.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function recording() {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'info', write: (line) => lines.push(line) }) }
}

test('a process that starts beside another says so', async () => {
  const { lines, log } = recording()
  const neighbours = await watchNeighbours(async () => false, log)
  expect(neighbours.isAlone()).toBe(false)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('process.not_alone')
  expect(lines[0]).toContain('ALLES_NATS_URL is set for each of them')
})

test('one that another joins knows within five seconds, also after the database was away, and warns once', async () => {
  const { lines, log } = recording()
  const ask = vi.fn(async () => true)
  const neighbours = await watchNeighbours(ask, log)
  expect(neighbours.isAlone()).toBe(true)
  ask.mockRejectedValueOnce(new Error('away'))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(neighbours.isAlone()).toBe(true)
  ask.mockResolvedValueOnce(false)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(neighbours.isAlone()).toBe(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(neighbours.isAlone()).toBe(false)
  expect(lines).toHaveLength(1)
})
