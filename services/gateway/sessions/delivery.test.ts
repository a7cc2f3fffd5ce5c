import { setImmediate as nextRound } from 'node:timers/promises'
import { createMetrics } from '@alles/platform/metrics'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dispatchFrame, dispatchFrameWithTails, type Frame } from '../frames/frame.ts'
import { createMeters } from '../meters.ts'
import { closes } from '../protocol/codes.ts'
import { TestOutlet } from '../testing/test-socket.ts'
import { Delivery } from './delivery.ts'
import { Session } from './session.ts'

const identity = { accountId: '1', applicationId: '1', bot: false, signInId: '2' }
const delivery = () => new Delivery(createMeters(createMetrics({ process: false })))
const eventFrame = (value: number | string) => dispatchFrame('X', JSON.stringify(value))

function sessionOn(outlet: TestOutlet): Session {
  const session = new Session('s', { identity, intents: null, shard: null, presence: null })
  session.outlet = outlet
  session.catchingUp = false
  return session
}

describe('delivery', () => {
  test('gives each session its own numbers of one shared frame', async () => {
    const made = delivery()
    const outlets = [new TestOutlet(), new TestOutlet(), new TestOutlet()]
    const sessions = outlets.map(sessionOn)
    for (const [index, session] of sessions.entries())
      for (let count = 0; count < index; count += 1) made.give(session, eventFrame('earlier'))
    const shared = [eventFrame('a'), eventFrame('b')]
    for (const frame of shared) for (const session of sessions) made.give(session, frame)
    await nextRound()
    for (const [index, outlet] of outlets.entries())
      expect(outlet.frames().slice(index)).toEqual([
        { t: 'X', s: index + 1, op: 0, d: 'a' },
        { t: 'X', s: index + 2, op: 0, d: 'b' },
      ])
  })

  test('joins what comes in one round into one write', async () => {
    const made = delivery()
    const outlet = new TestOutlet()
    const session = sessionOn(outlet)
    let writes = 0
    const write = outlet.socket.write.bind(outlet.socket)
    outlet.socket.write = ((chunk: Buffer) => {
      writes += 1
      return write(chunk)
    }) as typeof outlet.socket.write
    for (let count = 0; count < 20; count += 1) made.give(session, eventFrame(count))
    await nextRound()
    expect(writes).toBe(1)
    expect(outlet.frames().map((frame) => frame.d)).toEqual(Array.from({ length: 20 }, (_, count) => count))
  })

  test('leaves the bytes a slow socket holds on to alone', async () => {
    const made = delivery()
    const [slow, fast] = [new TestOutlet(true), new TestOutlet()]
    const [one, two] = [sessionOn(slow), sessionOn(fast)]
    made.give(two, eventFrame('earlier'))
    const shared = eventFrame('shared')
    made.give(one, shared)
    made.give(two, shared)
    await nextRound()
    made.flush(two)
    slow.read()
    expect(slow.frames()).toEqual([{ t: 'X', s: 1, op: 0, d: 'shared' }])
    expect(fast.frames().at(-1)).toEqual({ t: 'X', s: 2, op: 0, d: 'shared' })
  })

  test('closes resumably once more than 1 MB waits, and keeps the session', async () => {
    const made = delivery()
    const outlet = new TestOutlet(true)
    const session = sessionOn(outlet)
    const frame = eventFrame('x'.repeat(10_000))
    for (let count = 0; count < 100; count += 1) made.give(session, frame)
    made.flush(session)
    expect(outlet.closed).toBeNull()
    for (let count = 0; count < 10; count += 1) made.give(session, frame)
    made.flush(session)
    expect(outlet.closed).toEqual(closes.tooSlow)
    expect(session.ended).toBe(false)
    expect(session.replay.reaches(0)).toBe(true)
    await nextRound()
  })
})

type Step = { give: number } | { read: true } | { cut: number; more: number } | { beat: true }
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ give: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ read: true }) },
  { weight: 2, arbitrary: fc.record({ cut: fc.nat(100), more: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ beat: true }) },
)

/** A client that loses what was not read when its connection breaks, and resumes from the last number it has. */
class Client {
  readonly got: number[] = []
  sequence = 0
  #outlet = new TestOutlet()
  #seen = 0
  readonly #session: Session
  readonly #delivery: Delivery

  constructor(session: Session, made: Delivery) {
    this.#session = session
    this.#delivery = made
    this.attach(false)
  }

  attach(slow: boolean): void {
    this.#outlet = new TestOutlet(slow)
    this.#seen = 0
    this.#session.outlet = this.#outlet
    this.#outlet.socket.on('drain', () => this.#delivery.plan(this.#session))
  }

  /** Reads until `share` percent of what is there. */
  read(share: number): void {
    const frames = this.#outlet.frames().slice(this.#seen)
    for (const frame of frames.slice(0, Math.ceil((frames.length * share) / 100))) {
      this.#seen += 1
      expect(frame.s).toBe(this.sequence + 1)
      this.sequence = frame.s ?? 0
      if (frame.t === 'X') this.got.push(frame.d as number)
    }
  }

  catchUp(): void {
    this.#outlet.read()
  }

  resume(slow: boolean): void {
    expect(this.#session.replay.reaches(this.sequence)).toBe(true)
    this.#session.rewind(this.sequence)
    this.attach(slow)
    this.#delivery.give(this.#session, dispatchFrame('RESUMED', '{}'))
  }
}

test('however a connection breaks and resumes, every dispatch comes once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), fc.boolean(), async (steps, slow) => {
      const made = delivery()
      const session = sessionOn(new TestOutlet())
      const client = new Client(session, made)
      let given = 0
      const give = (count: number) => {
        for (let index = 0; index < count; index += 1) {
          given += 1
          made.give(session, frameOf(given))
        }
      }
      for (const step of steps) {
        if ('give' in step) give(step.give)
        else if ('beat' in step) session.replay.release(Math.min(client.sequence, session.written))
        else if ('read' in step) client.catchUp()
        else {
          client.read(step.cut)
          session.outlet = null
          give(step.more)
          client.resume(slow)
        }
        made.flush(session)
        if ('read' in step) client.read(100)
      }
      client.catchUp()
      for (let round = 0; round < 5; round += 1) await nextRound()
      made.flush(session)
      client.read(100)
      expect(client.got).toEqual(Array.from({ length: given }, (_, index) => index + 1))
      expect(session.waiting).toBe(0)
    }),
    { numRuns: 200 },
  )
})

/** Now and then a frame with parts that are shared, and now and then a large one. */
function frameOf(value: number): Frame {
  if (value % 7 === 0) return dispatchFrameWithTails('X', '', [Buffer.from(String(value))])
  return value % 11 === 0 ? dispatchFrame('X', `${' '.repeat(9000)}${value}`) : eventFrame(value)
}
