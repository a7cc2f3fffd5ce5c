import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLog } from '../log/index.ts'
import { createGossip, createLocalBus, gossipMs } from './index.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('others hear within a tenth of a second what was counted, and who counted does not', () => {
  const bus = createLocalBus(silentLog)
  const heard: [string, string, number][] = []
  const gossip = (of: string, name: string) => createGossip(bus, of, (key, by) => heard.push([name, key, by]))
  const one = gossip('tries', 'one')
  gossip('tries', 'two')
  gossip('calls', 'three')
  for (let turn = 0; turn < 3; turn += 1) one.tell('ada')
  one.tell('ben', 2)
  one.tell('cleo')
  one.tell('cleo', -1)
  expect(heard).toEqual([])
  vi.advanceTimersByTime(gossipMs)
  expect(heard).toEqual([
    ['two', 'ada', 3],
    ['two', 'ben', 2],
  ])
  vi.advanceTimersByTime(10 * gossipMs)
  expect(heard).toHaveLength(2)
  one.tell('ada')
  one.stop()
  vi.advanceTimersByTime(gossipMs)
  expect(heard).toHaveLength(2)
})
