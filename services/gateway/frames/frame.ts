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
  writeHeader(bytes, whole)
  bytes.write(text, header, 'utf8')
  return { bytes, at: header + at, tails, size: header + whole }
}

function headerLength(payload: number): number {
  if (payload < 126) return 2
  return payload < 65_536 ? 4 : 10
}

/** RFC 6455, 5.2: one final, unmasked text frame. */
function writeHeader(bytes: Buffer, payload: number): void {
  bytes[0] = 0x81
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

/** The same bytes in memory of their own. */
export function copyBytes(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}
