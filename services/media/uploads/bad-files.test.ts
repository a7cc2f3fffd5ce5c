import { connect } from 'node:net'
import { asAccount } from '@alles/platform/testing'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { mostUploadBytes, type Upload } from '../contract/index.ts'
import { claimingPng, photo } from '../testing/pictures.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia()
})
afterEach(() => running.clear())
afterAll(() => running.stop())

const small = () => photo(80, 60).png().toBuffer()

/** Everything an upload could have left: rows, files. */
async function leftovers(): Promise<unknown[]> {
  const rows = await running.parts.database
    .sql`select id from uploads union all select owner_id from pictures`
  return [...rows, ...(await running.stored()).keys()]
}

describe('a picture', () => {
  test.each([
    ['png', 'image/png'],
    ['jpeg', 'application/octet-stream'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
    ['avif', 'image/avif'],
    // Its bytes say what it is, whatever its sender says.
    ['png', 'image/jpeg'],
  ] as const)('is taken as %s said to be %s', async (format, mediaType) => {
    const file = await photo(80, 60).toFormat(format).toBuffer()
    const answer = await running.send('70', file, mediaType)
    expect(answer.statusCode).toBe(201)
    const { upload } = answer.json<{ upload: Upload }>()
    expect(upload).toMatchObject({ width: 80, height: 60 })
    expect(Date.parse(upload.expires_at) - running.parts.clock.now()).toBe(3_600_000)
  })

  test('of 20 megapixels that compresses to little is taken', async () => {
    const file = claimingPng(5000, 4000, 4000)
    expect(file.length).toBeLessThan(100_000)
    expect((await running.send('70', file)).statusCode).toBe(201)
  })

  test.each([
    [20_000, 3],
    [3, 20_000],
    [1, 1],
  ])('of an odd shape is taken: %i × %i', async (width, height) => {
    const upload = await running.upload('70', claimingPng(width, height, height))
    const wish = { upload, by: '70', account: '70', owner: '70', key: await running.key() }
    for (const use of ['avatar', 'banner'] as const) await running.calls.usePicture({ ...wish, use })
  })

  test('that moves is its first picture', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 64, height: 64, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const file = await sharp(frames, { join: { animated: true } })
      .gif({ loop: 0 })
      .toBuffer()
    expect((await sharp(file).metadata()).pages).toBe(2)
    const upload = await running.upload('70', file)
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    const { hash } = await running.calls.usePicture({ ...wish, key: await running.key() })
    const shown = await running.get(`/media/avatars/70/${hash}.webp`)
    const [red = 0, , blue = 0] = await sharp(shown.rawPayload).raw().toBuffer()
    expect(red).toBeGreaterThan(240)
    expect(blue).toBeLessThan(20)
  })
})

describe('a file', () => {
  const picture = (format: 'tiff' | 'png') => photo(40, 40).toFormat(format).toBuffer()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>')
  const box = (brand: string) => Buffer.concat([Buffer.from(`\0\0\0\x18ftyp${brand}`), Buffer.alloc(600)])
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  test.each<[string, string, () => Promise<Buffer>]>([
    ['no picture', '415 not_a_picture', async () => Buffer.from('hello, world, this is text')],
    ['an SVG', '415 not_a_picture', async () => svg],
    ['a PDF', '415 not_a_picture', async () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')],
    ['a TIFF', '415 not_a_picture', () => picture('tiff')],
    ['a HEIC', '415 not_a_picture', async () => box('heic')],
    ['a page', '415 not_a_picture', async () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['nothing', '400 broken_picture', async () => Buffer.of()],
    [
      'an SVG behind the beginning of a PNG',
      '400 broken_picture',
      async () => Buffer.concat([signature, svg]),
    ],
    ['an AVIF in name', '400 broken_picture', async () => box('avif')],
    ['50,000 pixels wide and high', '413 too_many_pixels', async () => claimingPng(50_000, 50_000)],
    ['26 megapixels', '413 too_many_pixels', async () => claimingPng(6_500, 4_000)],
    ['larger than 10 MiB', '413 body_too_large', async () => Buffer.alloc(mostUploadBytes + 1)],
  ])('is refused that is %s: %s', async (_, refused, make) => {
    const answer = await running.send('70', await make())
    expect(`${answer.statusCode} ${answer.json<{ code: string }>().code}`).toBe(refused)
    expect(await leftovers()).toEqual([])
  })

  test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
    'is refused that breaks off: %s',
    async (format) => {
      const whole = await photo(300, 300).toFormat(format).toBuffer()
      for (const share of [0.1, 0.6, 0.95]) {
        const answer = await running.send('70', whole.subarray(0, whole.length * share))
        expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'broken_picture'])
      }
      expect(await leftovers()).toEqual([])
    },
  )

  test('leaves nothing when it stops arriving', async () => {
    const port = await running.parts.http.listen()
    const caller = Object.entries(asAccount('70')).map((header) => header.join(': '))
    const head = ['POST /api/alles/uploads HTTP/1.1', 'Host: localhost', ...caller, 'Content-Type: image/png']
    const file = await small()
    // Three of one account may arrive at once: there is no place for a fourth, and then there is.
    const sockets = [1, 2, 3].map(() => {
      const socket = connect(port, '127.0.0.1')
      socket.write([...head, 'Content-Length: 50000', '', ''].join('\r\n'))
      socket.write(file.subarray(0, 200))
      return socket
    })
    await vi.waitFor(async () => expect((await running.send('70', Buffer.of())).statusCode).toBe(503))
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(async () => expect((await running.send('70', Buffer.of())).statusCode).toBe(400))
    expect(await leftovers()).toEqual([])
  })
})
