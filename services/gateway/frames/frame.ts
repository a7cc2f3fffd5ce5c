/**
 * One dispatch as it goes over the wire: the WebSocket header and the JSON text, made once however many receive it. Only
 * the sequence number differs between sessions. It has room for twelve digits, filled up with spaces on the left (JSON
 * allows them there), and is written in place just before the bytes are handed to a socket.
 */
export interface Frame {
  /** Replaced by a copy when a socket keeps these bytes for later. */
  bytes: Buffer
  /** Where in `bytes` the number's room begins. */
  readonly at: number
  /** Further parts of the same WebSocket frame, shared with other frames and never written to. */
  readonly tails: readonly Buffer[]
  /** Bytes of everything together. */
  readonly size: number
}

export const sequenceWidth = 12
const room = ' '.repeat(sequenceWidth)
const noTails: readonly Buffer[] = []

/** Makes the frame of an event. `json` is its payload, already JSON. */
export function dispatchFrame(t: string, json: string): Frame {
  const before = `{"t":"${t}","s":`
  return framed(`${before}${room},"op":0,"d":${json}}`, before.length, noTails)
}

/** A frame as text: where in it the number's room begins, and the whole payload. */
export function textOf(frame: Frame): [number, string] {
  const payload = payloadOf(frame, 0)
  return [frame.at - (frame.bytes.length - withoutHeader(frame.bytes).length), payload.toString()]
}

/** The frame that `textOf` gave. */
export function frameOfText(text: string, at: number): Frame {
  return framed(text, at, noTails)
}

/** A frame whose payload ends in parts that many frames share: `json` and `tails` joined are the payload. */
export function dispatchFrameWithTails(t: string, json: string, tails: readonly Buffer[]): Frame {
  const before = `{"t":"${t}","s":`
  return framed(`${before}${room},"op":0,"d":${json}`, before.length, [...tails, closing])
}
const closing = Buffer.from('}')

/** A frame without a sequence number, ready to be written as it is. */
export function plainFrame(payload: object): Buffer {
  return framed(JSON.stringify(payload), 0, noTails).bytes
}

function framed(text: string, at: number, tails: readonly Buffer[]): Frame {
  const length = Buffer.byteLength(text)
  const whole = tails.reduce((sum, tail) => sum + tail.length, length)
  const header = headerLength(whole)
  // Not from the shared pool: a frame kept for resuming would keep 8 KiB of strangers alive.
  const bytes = Buffer.allocUnsafeSlow(header + length)
  writeHeader(bytes, kinds.text, whole)
  bytes.write(text, header, 'utf8')
  return { bytes, at: header + at, tails, size: header + whole }
}

function headerLength(payload: number): number {
  if (payload < 126) return 2
  return payload < 65_536 ? 4 : 10
}

/** RFC 6455, 5.2: one final, unmasked frame of a kind. */
const kinds = { text: 0x81, binary: 0x82 } as const

/** What goes before a payload of so many bytes. */
export function frameHeader(kind: keyof typeof kinds, payload: number): Buffer {
  const bytes = Buffer.allocUnsafe(headerLength(payload))
  writeHeader(bytes, kinds[kind], payload)
  return bytes
}

function writeHeader(bytes: Buffer, kind: number, payload: number): void {
  bytes[0] = kind
  if (payload < 126) bytes[1] = payload
  else if (payload < 65_536) {
    bytes[1] = 126
    bytes.writeUInt16BE(payload, 2)
  } else {
    bytes[1] = 127
    bytes.writeUInt32BE(0, 2)
    bytes.writeUInt32BE(payload, 6)
  }
}

/** Writes a sequence number into its room. */
export function writeSequence(bytes: Buffer, at: number, sequence: number): void {
  let place = at + sequenceWidth - 1
  let rest = sequence
  do {
    const shorter = Math.floor(rest / 10)
    bytes[place] = 48 + rest - shorter * 10
    rest = shorter
    place -= 1
  } while (rest > 0)
  for (; place >= at; place -= 1) bytes[place] = 32
}

/** The payload of a frame without its header, with a sequence number where it has room for one. */
export function payloadOf(frame: Frame, sequence: number): Buffer {
  const payload = Buffer.concat([frame.bytes, ...frame.tails])
  writeSequence(payload, frame.at, sequence)
  return withoutHeader(payload)
}

/** What a frame made here carries. */
export function withoutHeader(bytes: Buffer): Buffer {
  const short = bytes[1] ?? 0
  if (short < 126) return bytes.subarray(2)
  return bytes.subarray(short === 126 ? 4 : 10)
}

/** The same bytes in memory of their own. */
export function copyBytes(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}
