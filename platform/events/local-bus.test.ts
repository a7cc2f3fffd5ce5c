import { expect, test } from 'vitest'
import { event, z } from '../contract/index.ts'
import { createLog, silentLog } from '../log/index.ts'
import { createLocalBus } from './index.ts'

const said = event('example.said', { about: '', delivery: 'realtime', data: z.object({ n: z.number() }) })
const other = event('example.other', { about: '', delivery: 'realtime', data: z.object({}) })

test('who subscribes hears its topic and event, in order, until it leaves', () => {
  const bus = createLocalBus(silentLog)
  const heard: number[] = []
  const leave = bus.subscribe('guild:1', said, ({ n }) => heard.push(n))
  bus.publish('guild:1', said, { n: 1 })
  bus.publish('guild:2', said, { n: 2 })
  bus.publish('guild:1', other, {})
  bus.publish('guild:1', said, { n: 3 })
  leave()
  leave()
  bus.publish('guild:1', said, { n: 4 })
  expect(heard).toEqual([1, 3])
})

test('a listener that throws is logged and keeps nobody from hearing', () => {
  const lines: string[] = []
  const bus = createLocalBus(createLog({ level: 'error', write: (line) => lines.push(line) }))
  const heard: number[] = []
  bus.subscribe('t', said, () => {
    throw new Error('secret text')
  })
  bus.subscribe('t', said, ({ n }) => heard.push(n))
  bus.publish('t', said, { n: 1 })
  expect(heard).toEqual([1])
  expect(lines.join()).toContain('bus.listener_failed')
  expect(lines.join()).not.toContain('secret text')
})

test('who leaves or comes while an event is delivered changes nothing for it', () => {
  const bus = createLocalBus(silentLog)
  const heard: string[] = []
  const leaves: (() => void)[] = []
  bus.subscribe('t', said, () => {
    heard.push('first')
    for (const leave of leaves) leave()
    bus.subscribe('t', said, () => heard.push('late'))
  })
  leaves.push(bus.subscribe('t', said, () => heard.push('second')))
  bus.publish('t', said, { n: 1 })
  expect(heard).toEqual(['first', 'second'])
})

test('the same function may subscribe twice and leave once', () => {
  const bus = createLocalBus(silentLog)
  let times = 0
  const listen = () => void (times += 1)
  const leave = bus.subscribe('t', said, listen)
  bus.subscribe('t', said, listen)
  leave()
  bus.publish('t', said, { n: 1 })
  expect(times).toBe(1)
})

test('values pass by reference', () => {
  const bus = createLocalBus(silentLog)
  const data = { n: 1 }
  let got: unknown
  bus.subscribe('t', said, (value) => (got = value))
  bus.publish('t', said, data)
  expect(got).toBe(data)
})

test('durable events do not go over the bus', () => {
  const durable = event('example.durable', { about: '', delivery: 'durable', data: z.object({}) })
  expect(() => createLocalBus(silentLog).publish('t', durable, {})).toThrow('example.durable is durable')
})
