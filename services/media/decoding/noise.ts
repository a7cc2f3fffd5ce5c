import { randomFillSync } from 'node:crypto'

/** Pixels in rows, `channels` bytes each. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** How far the field's points are apart, in pixels: wide enough that encoders keep it, also where all is one colour. */
const spacing = 16
/** The most the field changes a value of 0 to 255; too little to be seen. */
const most = 1.5

/**
 * Changes values by one or two, at random, so that two encodings of one picture have no bytes in common and neither have
 * the pixels decoded from them. Fine noise alone would not do: encoders throw it away in even surfaces. So how many
 * pixels change, and to which side, follows a random field that is smooth over some pixels.
 */
export function addNoise({ data, width, height, channels }: Pixels): void {
  const columns = Math.ceil(width / spacing) + 1
  const field = randomField(columns * (Math.ceil(height / spacing) + 1) * channels)
  const dither = randomFillSync(new Uint8Array(width * channels))
  for (let y = 0; y < height; y += 1) {
    randomFillSync(dither)
    const upper = Math.floor(y / spacing) * columns * channels
    const lower = upper + columns * channels
    const down = (y % spacing) / spacing
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor(x / spacing) * channels
      const across = (x % spacing) / spacing
      for (let channel = 0; channel < channels; channel += 1) {
        const at = left + channel
        const above = between(field, upper + at, { across, channels })
        const below = between(field, lower + at, { across, channels })
        const change = Math.floor(
          above + (below - above) * down + (dither[x * channels + channel] ?? 0) / 256,
        )
        const place = (y * width + x) * channels + channel
        data[place] = moved(data[place] ?? 0, change)
      }
    }
  }
}

/** What is black or white already is changed to the other side: cut off, the noise would be lost there. */
function moved(value: number, change: number): number {
  const there = value + change
  return there < 0 || there > 255 ? value - change : there
}

function randomField(length: number): Float32Array {
  const bytes = randomFillSync(new Uint8Array(length))
  return Float32Array.from(bytes, (byte) => ((byte / 255) * 2 - 1) * most)
}

function between(
  field: Float32Array,
  at: number,
  { across, channels }: { across: number; channels: number },
): number {
  const left = field[at] ?? 0
  return left + ((field[at + channels] ?? left) - left) * across
}
