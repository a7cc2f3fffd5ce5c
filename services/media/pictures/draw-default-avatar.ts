import { crc32, deflateSync } from 'node:zlib'

const side = 256

/** Backgrounds, each dark enough for what is drawn on it. */
const colours = [
  [0x4c, 0x5f, 0xd7],
  [0x6b, 0x72, 0x80],
  [0x2e, 0x8b, 0x6f],
  [0xb8, 0x7a, 0x1e],
  [0xc2, 0x4d, 0x4d],
  [0xb0, 0x4f, 0x9c],
] as const
const ink = [0xff, 0xff, 0xff] as const

/** What stands for an account without an avatar: head and shoulders on one of six colours, as PNG. */
export function drawDefaultAvatar(number: number): Uint8Array {
  const background = colours[number % colours.length] ?? colours[0]
  const rows = Buffer.alloc(side * (1 + side * 3))
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const share = Math.max(covered(x - 128, y - 100, 44), covered(x - 128, (y - 232) * 0.95, 80)) * 0.92
      const at = y * (1 + side * 3) + 1 + x * 3
      for (let channel = 0; channel < 3; channel += 1)
        rows[at + channel] = mix(background[channel] ?? 0, ink[channel] ?? 0, share)
    }
  return png(rows)
}

/** How much of a pixel a disc covers, by the distance of their centres. */
function covered(x: number, y: number, radius: number): number {
  return Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x + 0.5, y + 0.5)))
}

function mix(from: number, to: number, share: number): number {
  return Math.round(from + (to - from) * share)
}

/** The three chunks a picture needs (PNG, 5.6): eight bits a channel, no palette, no filter. */
function png(rows: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
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
