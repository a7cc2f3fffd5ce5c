import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../testing/pictures.ts'
import { bytesOf, startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia()
})
afterEach(() => running.clear())
afterAll(() => running.stop())

describe('what is kept of a photograph', () => {
  test('is what is seen: no place, no profile, no thumbnail, no words', async () => {
    const canary = 'Canary Wharf 51.5054'
    const exif = { IFD0: { Copyright: canary, Make: canary }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } }
    const file = await photo(600, 400)
      .withExif(exif)
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${canary}</a></x:xmpmeta>`)
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    expect(file.includes(canary)).toBe(true)
    expect(await sharp(file).metadata()).toMatchObject({ exif: expect.anything(), icc: expect.anything() })
    const upload = await running.upload('70', file)
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    const { hash } = await running.calls.usePicture({ ...wish, key: await running.key() })
    const [copy] = await running.calls
      .filesOf({ accountId: '70', memberships: [] })
      .then((all) => all.slice(-1))
    const shown = [copy ? await bytesOf(copy) : Buffer.of()]
    for (const extension of ['webp', 'avif', 'png', 'jpg', 'gif'])
      shown.push((await running.get(`/media/avatars/70/${hash}.${extension}`)).rawPayload)
    for (const bytes of shown) {
      expect(Buffer.from(bytes).includes('Canary')).toBe(false)
      const { exif: place, icc, xmp, iptc, comments } = await sharp(bytes).metadata()
      expect([place, icc, xmp, iptc, comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ])
    }
  })

  test('is the right way up', async () => {
    const left = sharp({ create: { width: 20, height: 80, channels: 3, background: '#ff0000' } })
    const file = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#0000ff' } })
      .composite([{ input: await left.png().toBuffer(), left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const upload = await running.upload('70', file)
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    const { hash } = await running.calls.usePicture({ ...wish, key: await running.key() })
    const { rawPayload } = await running.get(`/media/avatars/70/${hash}.webp`)
    // Turned to the right, what was at the left is above.
    const { data, info } = await sharp(rawPayload).raw().toBuffer({ resolveWithObject: true })
    const redAt = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0
    expect(redAt(32, 2)).toBeGreaterThan(200)
    expect(redAt(2, 60)).toBeLessThan(50)
  })

  test('is sealed wherever it lies', async () => {
    const upload = await running.upload('70', await photo(600, 600).png().toBuffer())
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    const { hash } = await running.calls.usePicture({ ...wish, key: await running.key() })
    const plain: Buffer[] = []
    for (const file of await running.calls.filesOf({ accountId: '70', memberships: [] }))
      plain.push(await bytesOf(file))
    for (const size of [64, 128, 256, 512])
      for (const extension of ['webp', 'avif'])
        plain.push((await running.get(`/media/avatars/70/${hash}.${extension}?size=${size}`)).rawPayload)
    const stored = [...(await running.stored()).values()]
    expect(stored).toHaveLength(9)
    for (const bytes of plain)
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 24])
        expect(stored.some((file) => file.includes(bytes.subarray(at, at + 24)))).toBe(false)
    // Nor does a file say by how it begins what it is.
    expect(new Set(stored.map((file) => file[0]))).toEqual(new Set([1]))
  })
})
