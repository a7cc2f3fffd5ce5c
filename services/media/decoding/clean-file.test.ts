import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { claimingPng, moving, movingPng, photo } from '../testing/pictures.ts'
import { cleanFile } from './clean-file.ts'
import { isAnimatedPng } from './clean-png.ts'

const secret = 'Ada Lovelace, 51.5 N'
const exif = { IFD0: { Copyright: secret, ImageDescription: secret } }
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>${secret}</rdf></x:xmpmeta>`

const pixels = async (bytes: Uint8Array) => sharp(bytes, { animated: true }).raw().toBuffer()

const files = {
  jpeg: () => photo(90, 60).jpeg().withExif(exif).withXmp(xmp).withIccProfile('p3').toBuffer(),
  'progressive jpeg': () => photo(90, 60).jpeg({ progressive: true }).withExif(exif).toBuffer(),
  png: () => photo(90, 60).png().withExif(exif).withXmp(xmp).toBuffer(),
  webp: () => photo(90, 60).webp().withExif(exif).withXmp(xmp).toBuffer(),
  gif: () => photo(90, 60).gif().toBuffer(),
  'moving gif': async () => withComment(await moving(90, 60, 3).gif().toBuffer()),
  'moving webp': () => moving(90, 60, 3).webp().withExif(exif).toBuffer(),
}

/** A comment before the end of a GIF. */
function withComment(gif: Buffer): Buffer {
  const comment = Buffer.concat([Buffer.of(0x21, 0xfe, secret.length), Buffer.from(secret), Buffer.of(0)])
  return Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)])
}

describe('what is kept of a picture', () => {
  test.each(Object.entries(files))('of a %s is every pixel, and nothing that it says', async (name, make) => {
    const bytes = await make()
    if (!name.endsWith('jpeg') && name !== 'gif') expect(bytes.includes(secret) || name === 'png').toBe(true)
    const clean = await cleanFile(Buffer.concat([bytes, Buffer.from(secret)]))
    expect(clean).toMatchObject({ width: 90, height: 60 })
    expect(clean.mediaType).toBe(`image/${name.split(' ').at(-1)}`)
    const kept = Buffer.from(clean.bytes)
    expect(kept.includes(secret)).toBe(false)
    expect(kept.includes('Lovelace')).toBe(false)
    expect((await pixels(kept)).equals(await pixels(bytes))).toBe(true)
    const { exif: tags, xmp: words, icc } = await sharp(kept).metadata()
    expect([tags, words]).toEqual([undefined, undefined])
    if (name === 'jpeg') expect(icc).toBeDefined()
  })

  test('of an AVIF is a new one', async () => {
    const bytes = await photo(90, 60).avif().withExif(exif).toBuffer()
    expect(bytes.includes('Lovelace')).toBe(true)
    const clean = await cleanFile(bytes)
    expect(clean).toMatchObject({ width: 90, height: 60, mediaType: 'image/avif' })
    expect(Buffer.from(clean.bytes).includes('Lovelace')).toBe(false)
  })

  test('of a PNG that moves are its frames', async () => {
    const bytes = await movingPng(20, 10)
    const clean = Buffer.from((await cleanFile(bytes)).bytes)
    expect(isAnimatedPng(clean)).toBe(true)
    expect(isAnimatedPng(await photo(4, 4).png().toBuffer())).toBe(false)
  })

  test.each([3, 6, 8])('is which side is up, and no other tag (%i)', async (orientation) => {
    const bytes = await photo(90, 60).jpeg().withMetadata({ orientation }).withExifMerge(exif).toBuffer()
    const clean = await cleanFile(bytes)
    const seen = await sharp(clean.bytes).metadata()
    expect(seen.orientation).toBe(orientation)
    expect(clean.width).toBe(orientation === 3 ? 90 : 60)
    expect(Buffer.from(clean.bytes).includes('Lovelace')).toBe(false)
    const upright = (one: Uint8Array) => sharp(one).autoOrient().raw().toBuffer()
    expect((await upright(clean.bytes)).equals(await upright(bytes))).toBe(true)
  })

  test.each(Object.entries(files))('is nothing where a %s is cut off anywhere', async (_, make) => {
    const bytes = await make()
    for (const share of [0.05, 0.3, 0.6, 0.9])
      await expect(cleanFile(bytes.subarray(0, Math.floor(bytes.length * share)))).rejects.toMatchObject({
        reason: 'broken_picture',
      })
    await expect(cleanFile(bytes.subarray(0, -3))).rejects.toMatchObject({ reason: 'broken_picture' })
  })

  test('is nothing of one that would fill whoever opens it', async () => {
    await expect(cleanFile(claimingPng(20_000, 20_000))).rejects.toMatchObject({ reason: 'too_many_pixels' })
  })

  test('is nothing where a chunk was changed', async () => {
    const bytes = await photo(90, 60).png().toBuffer()
    bytes[60] = (bytes[60] ?? 0) ^ 1
    await expect(cleanFile(bytes)).rejects.toMatchObject({ reason: 'broken_picture' })
  })

  test('survives rubbish behind every kind of beginning', async () => {
    for (const [, make] of Object.entries(files)) {
      const bytes = await make()
      for (let count = 0; count < 40; count += 1) {
        const broken = Buffer.from(bytes)
        for (let at = 30 + count; at < broken.length; at += 37 + count) broken[at] = (at * 7) & 255
        await cleanFile(broken).catch((error: unknown) => expect(error).toHaveProperty('reason'))
      }
    }
  })
})
