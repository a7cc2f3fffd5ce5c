import { randomFillSync } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A picture with soft shapes, so that it compresses as photographs do. */
export function photo(width: number, height: number): Sharp {
  const data = randomFillSync(Buffer.alloc(12 * 9 * 3))
  return sharp(data, { raw: { width: 12, height: 9, channels: 3 } }).resize(width, height, { fit: 'fill' })
}

/** A picture of one colour. */
export function plain(width: number, height: number, background: string): Sharp {
  return sharp({ create: { width, height, channels: 3, background } })
}

/** A PNG that says it has so many pixels, and holds rows of nothing. */
export function claimingPng(width: number, height: number, rows = 1): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * rows), { level: 9 })),
    chunk('IEND', Buffer.of()),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

/** Frames of noise, one after the other. */
export function moving(width: number, height: number, frames: number): Sharp {
  const data = randomFillSync(Buffer.alloc(width * height * frames * 3))
  return sharp(data, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
}

/** A PNG of two frames, which libraries show the first of. */
export async function movingPng(width: number, height: number): Promise<Buffer> {
  const png = await plain(width, height, '#102030').png().toBuffer()
  const data = png.indexOf('IDAT') - 4
  const end = png.length - 12
  const pixels = png.subarray(data + 8, data + 8 + png.readUInt32BE(data))
  const control = (number: number) => {
    const frame = Buffer.alloc(26)
    frame.writeUInt32BE(number, 0)
    frame.writeUInt32BE(width, 4)
    frame.writeUInt32BE(height, 8)
    frame.writeUInt16BE(1, 20)
    frame.writeUInt16BE(10, 22)
    return chunk('fcTL', frame)
  }
  return Buffer.concat([
    png.subarray(0, data),
    chunk('acTL', Buffer.of(0, 0, 0, 2, 0, 0, 0, 0)),
    control(0),
    png.subarray(data, end),
    control(1),
    chunk('fdAT', Buffer.concat([Buffer.of(0, 0, 0, 2), pixels])),
    png.subarray(end),
  ])
}
