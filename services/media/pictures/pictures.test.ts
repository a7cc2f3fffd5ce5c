import { createHash } from 'node:crypto'
import { asAccount } from '@alles/platform/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PictureUse } from '../contract/index.ts'
import { photo, plain } from '../testing/pictures.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia()
})
afterAll(() => running.stop())

const immutable = 'public, max-age=31536000, immutable'

async function pictureOf(file: Buffer, use: PictureUse = 'avatar', owner = '70'): Promise<string> {
  const upload = await running.upload(owner, file)
  const key = await running.key()
  const wish = { upload, by: owner, account: owner, owner, use, key }
  return (await running.calls.usePicture(wish)).hash
}

/** A picture in every size and in four formats, WebP first. */
async function everyForm(owner: string, hash: string): Promise<Uint8Array[]> {
  const shown: Uint8Array[] = []
  for (const size of [64, 128, 256, 512])
    for (const extension of ['webp', 'avif', 'png', 'jpg']) {
      const answer = await running.get(`/media/avatars/${owner}/${hash}.${extension}?size=${size}`)
      expect(answer.statusCode).toBe(200)
      shown.push(answer.rawPayload)
    }
  return shown
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a picture', () => {
  let hash: string
  beforeAll(async () => {
    hash = await pictureOf(await photo(700, 600).jpeg().toBuffer())
  })

  test.each([
    ['webp', 'image/webp', 'webp'],
    ['avif', 'image/avif', 'heif'],
    ['png', 'image/png', 'png'],
    ['jpg', 'image/jpeg', 'jpeg'],
    ['jpeg', 'image/jpeg', 'jpeg'],
    ['gif', 'image/gif', 'gif'],
  ])('is shown as %s', async (extension, mediaType, format) => {
    const answer = await running.get(`/media/avatars/70/${hash}.${extension}?size=128`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': mediaType,
      'cache-control': immutable,
      'x-content-type-options': 'nosniff',
    })
    const shown = await sharp(answer.rawPayload).metadata()
    expect(shown).toMatchObject({ format, width: 128, height: 128 })
  })

  test.each([
    ['', 512],
    ['?size=16', 64],
    ['?size=64', 64],
    ['?size=100', 128],
    ['?size=256', 256],
    ['?size=4096', 512],
  ])('asked for with “%s” is %i wide', async (query, width) => {
    const answer = await running.get(`/media/avatars/70/${hash}.webp${query}`)
    expect((await sharp(answer.rawPayload).metadata()).width).toBe(width)
  })

  test.each(['?size=15', '?size=4097', '?size=big', '?size=64&size=64', '?size='])(
    'is refused with “%s”',
    async (query) => {
      expect((await running.get(`/media/avatars/70/${hash}.webp${query}`)).statusCode).toBe(400)
    },
  )

  test('is not sent again to who has it', async () => {
    const url = `/media/avatars/70/${hash}.webp`
    const first = await running.get(url)
    const again = await running.get(url, { 'if-none-match': String(first.headers.etag) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  test('is found by its own address and by no other', async () => {
    for (const url of [
      `/media/avatars/71/${hash}.webp`,
      `/media/banners/70/${hash}.webp`,
      `/media/app-icons/70/${hash}.webp`,
      `/media/avatars/70/${'0'.repeat(32)}.webp`,
    ]) {
      const answer = await running.get(url)
      expect([answer.statusCode, answer.headers['cache-control']], url).toEqual([404, 'no-store'])
      expect(answer.json()).toMatchObject({ code: 'unknown_picture' })
    }
    for (const name of [`${hash}.bmp`, hash, `../${hash}.webp`, `${hash.toUpperCase()}.webp`])
      expect((await running.get(`/media/avatars/70/${name}`)).statusCode, name).toBeGreaterThanOrEqual(400)
  })
})

describe('uses', () => {
  test.each([
    ['avatar', 'avatars', { width: 512, height: 512 }],
    ['logo', 'app-icons', { width: 512, height: 512 }],
    ['banner', 'banners', { width: 1200, height: 400 }],
  ] as const)('have their shapes: %s', async (use, folder, shape) => {
    const file = await photo(1500, 1300).webp().toBuffer()
    const hash = await pictureOf(file, use)
    const answer = await running.get(`/media/${folder}/70/${hash}.avif`)
    expect(await sharp(answer.rawPayload).metadata()).toMatchObject(shape)
  })

  test.each([
    ['avatar', [100, 100], [64, 96]],
    ['avatar', [20, 20], [64]],
    ['banner', [1000, 200], [300, 600]],
    ['banner', [1000, 299], [300, 600]],
    ['banner', [1000, 300], [300, 600, 900]],
  ] as const)('are stored no larger than the picture is: %s of %j', async (use, [width, height], sizes) => {
    const hash = await pictureOf(await photo(width, height).png().toBuffer(), use)
    const names = [...(await running.stored()).keys()].filter((name) => name.startsWith(hash))
    expect(names.toSorted()).toEqual(
      sizes.flatMap((size) => [`${hash}.avif-${size}`, `${hash}.webp-${size}`]).toSorted(),
    )
  })

  test.each([
    ['a photograph', () => photo(600, 600)],
    ['one colour', () => plain(600, 600, '#336699')],
    ['black', () => plain(600, 600, '#000000')],
    ['white', () => plain(600, 600, '#ffffff')],
    ['nothing', () => sharp({ create: { width: 600, height: 600, channels: 4, background: '#00000000' } })],
  ] as const)('of one upload have no bytes in common, and no pixels: %s', async (_, draw) => {
    const file = await draw().png().toBuffer()
    const upload = await running.upload('70', file)
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    const first = await running.calls.usePicture({ ...wish, key: await running.key() })
    const second = await running.calls.usePicture({ ...wish, key: await running.key() })
    const other = await pictureOf(file, 'avatar', '71')
    const shown: Uint8Array[] = []
    for (const hash of [first.hash, second.hash]) shown.push(...(await everyForm('70', hash)))
    shown.push(...(await everyForm('71', other)))
    expect(new Set(shown.map(sha)).size).toBe(48)
    const webps = await Promise.all(
      shown.filter((_bytes, at) => at % 4 === 0).map((one) => sharp(one).raw().toBuffer()),
    )
    expect(new Set(webps.map(sha)).size).toBe(12)
    expect(new Set([first.hash, second.hash, other]).size).toBe(3)
  })

  test('look like what was sent', async () => {
    const file = await photo(600, 600).png().toBuffer()
    const hash = await pictureOf(file)
    const want = await sharp(file).resize(512, 512).removeAlpha().raw().toBuffer()
    for (const extension of ['webp', 'avif']) {
      const { rawPayload } = await running.get(`/media/avatars/70/${hash}.${extension}`)
      const have = await sharp(rawPayload).removeAlpha().raw().toBuffer()
      const far = have.reduce((sum, value, at) => sum + Math.abs(value - (want[at] ?? 0)), 0) / have.length
      expect(far).toBeLessThan(2)
    }
  })

  test('are of the account’s own uploads, while they last', async () => {
    const upload = await running.upload('70', await photo(64, 64).png().toBuffer())
    const key = await running.key()
    const wish = { upload, by: '71', account: '71', owner: '71', use: 'avatar' as const, key }
    await expect(running.calls.usePicture(wish)).rejects.toMatchObject({ kind: { code: 'unknown_upload' } })
    await running.parts.http.inject({
      method: 'DELETE',
      url: `/api/alles/uploads/${upload}`,
      headers: asAccount('70'),
    })
    await expect(running.calls.usePicture({ ...wish, by: '70' })).rejects.toMatchObject({
      kind: { code: 'unknown_upload' },
    })
  })
})

describe('a picture that is dropped', () => {
  test('is gone at once, from memory and from the store', async () => {
    const hash = await pictureOf(await photo(300, 300).png().toBuffer())
    const urls = ['webp', 'avif', 'png'].map((extension) => `/media/avatars/70/${hash}.${extension}`)
    for (const url of urls) expect((await running.get(url)).statusCode).toBe(200)
    await running.calls.dropPicture({ hash })
    for (const url of urls) expect((await running.get(url)).statusCode).toBe(404)
    expect([...(await running.stored()).keys()].filter((name) => name.startsWith(hash))).toEqual([])
    await running.calls.dropPicture({ hash })
  })

  test('by destroying its key cannot be read, nor is it kept in memory', async () => {
    const upload = await running.upload('70', await photo(300, 300).png().toBuffer())
    const key = await running.key()
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const, key }
    const { hash } = await running.calls.usePicture(wish)
    const url = `/media/avatars/70/${hash}.webp`
    expect((await running.get(url)).statusCode).toBe(200)
    await running.keys.destroy({ ids: [key] })
    expect((await running.get(url)).statusCode).toBe(404)
    expect((await running.get(`${url}?size=64`)).statusCode).toBe(404)
    await running.calls.dropPicture({ hash })
  })
})

test('whoever has no avatar is shown one of six', async () => {
  const seen = new Set<string>()
  for (let number = 0; number < 6; number += 1) {
    const answer = await running.get(`/media/embed/avatars/${number}.png`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'image/png' })
    expect(await sharp(answer.rawPayload).metadata()).toMatchObject({
      format: 'png',
      width: 256,
      height: 256,
    })
    seen.add(sha(answer.rawPayload))
  }
  expect(seen.size).toBe(6)
  expect((await running.get('/media/embed/avatars/6.png')).statusCode).toBe(400)
})
