import { beforeEach, describe, expect, test } from 'vitest'
import type { GatewayEvent } from '../state/gateway-event.ts'
import { fern } from '../testing/wire.ts'
import { backoff } from './backoff.ts'
import { GatewayConnection, type ConnectionStatus, type SocketListener } from './connection.ts'
import { op, type Frame } from './frames.ts'

/** A socket whose other end is the test. */
class FakeSocket {
  readonly sent: Frame[] = []
  closedWith: number | undefined
  readonly listener: SocketListener

  constructor(listener: SocketListener) {
    this.listener = listener
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame)
  }

  close(code?: number): void {
    this.closedWith = code ?? 1005
    // As in a browser: the closing is heard of later.
    this.listener.closed(this.closedWith)
  }

  says(frame: Frame): void {
    this.listener.message(JSON.stringify(frame))
  }
}

let sockets: FakeSocket[]
let statuses: ConnectionStatus[]
let events: GatewayEvent['t'][]
let timers: Map<number, { run: () => void; at: number }>
let now: number
let connection: GatewayConnection

const socket = () => sockets.at(-1) as FakeSocket
const hello: Frame = { op: op.hello, d: { heartbeat_interval: 40_000 } }
const ready: Frame = { op: op.dispatch, s: 1, t: 'READY', d: { session_id: 'one', user: fern, guilds: [] } }

/** Lets time pass, and everything that falls due in it. */
function pass(ms: number): void {
  const until = now + ms
  for (;;) {
    const due = [...timers].filter(([, timer]) => timer.at <= until).toSorted((a, b) => a[1].at - b[1].at)[0]
    if (!due) break
    timers.delete(due[0])
    now = due[1].at
    due[1].run()
  }
  now = until
}

beforeEach(() => {
  sockets = []
  statuses = []
  events = []
  timers = new Map()
  now = 0
  let timerId = 0
  connection = new GatewayConnection({
    account: fern.id,
    openSocket: (listener) => {
      sockets.push(new FakeSocket(listener))
      return socket()
    },
    onEvent: (event) => events.push(event.t),
    onStatus: (status) => statuses.push(status),
    timers: {
      set: (run, ms) => {
        timerId += 1
        timers.set(timerId, { run, at: now + ms })
        return timerId
      },
      clear: (timer) => void timers.delete(timer),
    },
    random: () => 0.5,
  })
  connection.start()
})

function begin(): void {
  socket().says(hello)
  socket().says(ready)
}

describe('beginning', () => {
  test('identifies with an empty token and the account of this tab', () => {
    socket().says(hello)
    expect(socket().sent).toEqual([
      { op: op.identify, d: expect.objectContaining({ token: '', account: fern.id }) },
    ])
  })

  test('is online once READY has come', () => {
    begin()
    expect(statuses).toEqual(['connecting', 'online'])
    expect(events).toEqual(['READY'])
  })

  test('gives up on a socket that never says hello', () => {
    pass(10_000)
    expect(socket().closedWith).toBe(4000)
    pass(1_000)
    expect(sockets).toHaveLength(2)
  })

  test('leaves alone what is not a frame', () => {
    for (const noise of ['', 'x', '[]', '3', 'null', new Uint8Array(1)]) socket().listener.message(noise)
    begin()
    expect(statuses.at(-1)).toBe('online')
  })
})

describe('heartbeats', () => {
  test('go out in the rhythm that was asked for, with the last sequence number', () => {
    begin()
    pass(20_000)
    expect(socket().sent.at(-1)).toEqual({ op: op.heartbeat, d: 1 })
    socket().says({ op: op.heartbeatAck })
    pass(40_000)
    expect(socket().sent.filter((frame) => frame.op === op.heartbeat)).toHaveLength(2)
  })

  test('without an answer the connection is dead: it resumes on a new one', () => {
    begin()
    pass(20_000)
    pass(40_000)
    expect(sockets[0]?.closedWith).toBe(4000)
    pass(1_000)
    socket().says(hello)
    expect(socket().sent).toEqual([
      { op: op.resume, d: { token: '', session_id: 'one', seq: 1, account: fern.id } },
    ])
  })

  test('answers when the server asks for one', () => {
    begin()
    socket().says({ op: op.heartbeat })
    expect(socket().sent.at(-1)).toEqual({ op: op.heartbeat, d: 1 })
  })
})

describe('coming back', () => {
  test('resumes from the last event it has heard', () => {
    begin()
    socket().says({ op: op.dispatch, s: 7, t: 'TYPING_START', d: {} })
    socket().listener.closed(1006)
    pass(1_000)
    socket().says(hello)
    expect(socket().sent[0]).toMatchObject({ op: op.resume, d: { seq: 7 } })
    socket().says({ op: op.dispatch, s: 8, t: 'MESSAGE_CREATE', d: {} })
    socket().says({ op: op.dispatch, s: 9, t: 'RESUMED', d: {} })
    expect(statuses).toEqual(['connecting', 'online', 'connecting', 'online'])
    expect(events).toEqual(['READY', 'TYPING_START', 'MESSAGE_CREATE', 'RESUMED'])
  })

  test('identifies anew where the session cannot be resumed', () => {
    begin()
    socket().listener.closed(1006)
    pass(1_000)
    socket().says(hello)
    socket().says({ op: op.invalidSession, d: false })
    pass(2_000)
    socket().says(hello)
    expect(socket().sent[0]?.op).toBe(op.identify)
  })

  test('resumes again where the server says that it may', () => {
    begin()
    socket().says({ op: op.invalidSession, d: true })
    pass(1_000)
    socket().says(hello)
    expect(socket().sent[0]?.op).toBe(op.resume)
  })

  test('follows when the server asks for a new connection', () => {
    begin()
    socket().says({ op: op.reconnect })
    pass(1_000)
    expect(sockets).toHaveLength(2)
  })

  test.each([4007, 4009])('identifies anew after close %i', (code) => {
    begin()
    socket().listener.closed(code)
    pass(1_000)
    socket().says(hello)
    expect(socket().sent[0]?.op).toBe(op.identify)
  })

  test('waits longer after each failure, and no longer than half a minute', () => {
    const waits = [1, 2, 3, 10, 50].map((failures) => backoff(failures, () => 1))
    expect(waits).toEqual([500, 1000, 2000, 30_000, 30_000])
    expect(backoff(3, () => 0)).toBe(1000)
  })

  test('counts failures anew after it was online', () => {
    for (let failure = 0; failure < 5; failure += 1) {
      socket().listener.closed(1006)
      const before = sockets.length
      while (sockets.length === before) pass(100)
    }
    begin()
    socket().listener.closed(1006)
    const before = sockets.length
    pass(500)
    expect(sockets).toHaveLength(before + 1)
  })

  test('is offline when coming back did not work at once', () => {
    begin()
    socket().listener.closed(1006)
    pass(1_000)
    socket().listener.closed(1006)
    expect(statuses).toEqual(['connecting', 'online', 'connecting', 'offline'])
  })

  test('tries at once when the network is back', () => {
    socket().listener.closed(1006)
    connection.retryNow()
    expect(sockets).toHaveLength(2)
    pass(60_000)
    expect(sockets.length).toBeGreaterThan(1)
  })

  test('hears nothing more from a socket it has left', () => {
    begin()
    const old = socket()
    old.says({ op: op.reconnect })
    old.says({ op: op.dispatch, s: 2, t: 'MESSAGE_CREATE', d: {} })
    expect(events).toEqual(['READY'])
  })
})

describe('the end', () => {
  test('a session that is over is not tried again', () => {
    begin()
    socket().listener.closed(4004)
    pass(120_000)
    expect(statuses.at(-1)).toBe('signed-out')
    expect(sockets).toHaveLength(1)
  })

  test('stopping closes the socket and leaves no timer', () => {
    begin()
    connection.stop()
    expect(socket().closedWith).toBe(1000)
    expect(timers.size).toBe(0)
    expect(statuses.at(-1)).toBe('ended')
  })
})
