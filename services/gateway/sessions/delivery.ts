import type { CounterInstrument, HistogramInstrument } from '@alles/platform/metrics'
import type { Packer } from '../compression/packer.ts'
import { joinFrames, numberRun, type FrameRun } from '../frames/frame-run.ts'
import { copyBytes, payloadOf, writeSequence, type Frame } from '../frames/frame.ts'
import { closes } from '../protocol/codes.ts'
import type { Outlet, Session } from './session.ts'

/** More than this waiting for one client closes its connection. */
const mostWaiting = 1024 * 1024
/** The same while a client reads what it missed. */
const mostCatchingUp = 4 * 1024 * 1024
/** Longest time events are gathered before they are written, in milliseconds. */
const longestGather = 10
/** Sessions written to before other work gets its turn. */
const turn = 1000
const longestRun = 64
const largestRun = 64 * 1024

interface Instruments {
  readonly deliveries: CounterInstrument
  readonly latency: HistogramInstrument
}

/**
 * Writes what sessions were given to their sockets. Everything given in one round of the event loop goes in one write per
 * socket. While writing takes long, the next round is put off by twice as long as the last one took, at most 10 ms, and
 * gathers meanwhile: joining frames is what makes a busy process cheap. An idle one writes at once.
 */
export class Delivery {
  readonly #instruments: Instruments
  #queue: Session[] = []
  #planned = false
  #restUntil = 0
  #heard: number[] = []
  #run: FrameRun = { frames: [], bytes: Buffer.alloc(0), at: [] }
  #count = 0

  constructor(instruments: Instruments) {
    this.#instruments = instruments
  }

  /** Notes when the event given last was heard of, `performance.now()`, to measure how long it takes to be written. */
  heard(at: number): undefined {
    if (this.#planned) this.#heard.push(at)
  }

  /** Whether more sessions wait to be written to than one round takes. */
  get isBusy(): boolean {
    return this.#queue.length > turn
  }

  /** Gives a session its next dispatch. */
  give(session: Session, frame: Frame): void {
    session.replay.push(frame)
    session.replay.trim(session.written, session.outlet !== null)
    if (!session.outlet) return
    session.waiting += frame.size
    this.plan(session)
  }

  /** Plans to write what waits for a session. */
  plan(session: Session): void {
    if (session.queued) return
    session.queued = true
    this.#queue.push(session)
    if (this.#planned) return
    this.#planned = true
    const rest = this.#restUntil - performance.now()
    if (rest < 1) setImmediate(this.#writeTurn)
    else setTimeout(this.#writeTurn, rest)
  }

  /** Writes what waits for one session now. */
  flush(session: Session): void {
    this.#write(session)
    this.#report()
  }

  readonly #writeTurn = (): void => {
    const began = performance.now()
    const sessions = this.#queue.length > turn ? this.#queue.splice(0, turn) : this.#queue
    if (sessions === this.#queue) this.#queue = []
    for (const session of sessions) {
      session.queued = false
      this.#write(session)
    }
    const ended = performance.now()
    if (this.#queue.length > 0) setImmediate(this.#writeTurn)
    else {
      this.#planned = false
      this.#restUntil = ended + Math.min(longestGather, 2 * (ended - began))
    }
    for (const at of this.#heard) this.#instruments.latency.observe((ended - at) / 1000)
    this.#heard = []
    this.#report()
  }

  #report(): void {
    if (this.#count > 0) this.#instruments.deliveries.inc({}, this.#count)
    this.#count = 0
  }

  #write(session: Session): void {
    const { outlet } = session
    if (!outlet?.isOpen) return
    if (outlet.packer) this.#pack(session, outlet, outlet.packer)
    else
      while (session.written < session.replay.last && !outlet.socket.writableNeedDrain)
        this.#writeSome(session, outlet)
    if (session.written === session.replay.last) session.catchingUp = false
    const limit = session.catchingUp ? mostCatchingUp : mostWaiting
    if (session.waiting + outlet.socket.writableLength > limit) outlet.close(closes.tooSlow)
  }

  #writeSome(session: Session, outlet: Outlet): void {
    const next = session.replay.at(session.written + 1)
    if (session.replay.last - session.written === 1 || next.tails.length > 0)
      this.#writeOne(session, outlet, next)
    else this.#writeRun(session, outlet)
  }

  #writeOne(session: Session, { socket }: Outlet, frame: Frame): void {
    session.written += 1
    session.waiting -= frame.size
    this.#count += 1
    writeSequence(frame.bytes, frame.at, session.written)
    if (frame.tails.length === 0) socket.write(frame.bytes)
    else {
      socket.cork()
      socket.write(frame.bytes)
      for (const tail of frame.tails) socket.write(tail)
      socket.uncork()
    }
    // The kernel took it all, or the socket holds on to the bytes and the next session needs others.
    if (socket.writableLength > 0) frame.bytes = copyBytes(frame.bytes)
  }

  #writeRun(session: Session, { socket }: Outlet): void {
    if (!this.#runFits(session)) this.#run = joinFrames(nextFrames(session))
    const run = this.#run
    numberRun(run, session.written + 1)
    session.written += run.frames.length
    session.waiting -= run.bytes.length
    this.#count += run.frames.length
    socket.write(run.bytes)
    if (socket.writableLength > 0) run.bytes = copyBytes(run.bytes)
  }

  /** Hands over one write's worth; the next when that was compressed. Frames stay shared: only this client pays. */
  #pack(session: Session, { socket }: Outlet, packer: Packer): void {
    if (packer.isBusy || socket.writableNeedDrain || session.written === session.replay.last) return
    const first = session.replay.at(session.written + 1)
    const frames = first.tails.length > 0 ? [first] : nextFrames(session)
    const payloads = frames.map((frame) => {
      session.written += 1
      session.waiting -= frame.size
      return payloadOf(frame, session.written)
    })
    this.#count += frames.length
    packer.give(payloads, () => this.plan(session))
  }

  /** Whether the frames joined last are just what this session gets next, as in a guild where all get the same. */
  #runFits(session: Session): boolean {
    const { frames, bytes } = this.#run
    const waiting = Math.min(longestRun, session.replay.last - session.written)
    if (frames.length === 0 || frames.length > waiting) return false
    if (frames.length < waiting && bytes.length <= largestRun) return false
    return frames.every((frame, index) => session.replay.at(session.written + 1 + index) === frame)
  }
}

/** What a session gets in its next write. */
function nextFrames(session: Session): Frame[] {
  const frames: Frame[] = []
  let size = 0
  const last = Math.min(session.replay.last, session.written + longestRun)
  for (let sequence = session.written + 1; sequence <= last; sequence += 1) {
    const frame = session.replay.at(sequence)
    if (frame.tails.length > 0 || size > largestRun) break
    frames.push(frame)
    size += frame.size
  }
  return frames
}
