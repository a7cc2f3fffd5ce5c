import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { GuildPictureUse } from '../contract/index.ts'
import { isAnimatedPng } from '../decoding/clean-png.ts'
import { claimingPng, moving, movingPng, photo, plain } from '../testing/pictures.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia()
})
afterEach(() => running.clear())
afterAll(() => running.stop())

const guildId = '900'
const make = async (
  file: Uint8Array | string,
  use: GuildPictureUse,
  given: { owner?: string; key?: string } = {},
) =>
  running.calls.makePicture({
    file,
    use,
    guildId,
    owner: given.owner ?? guildId,
    key: given.key ?? (await running.key()),
  })
const small = (format: 'png' | 'webp' | 'gif' = 'png') => photo(40, 30)[format]().toBuffer()
const seen = async (url: string) => {
  const answer = await running.get(url)
  return { status: answer.statusCode, type: answer.headers['content-type'], bytes: answer.rawPayload }
}
const dataUri = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`

describe('pictures of guilds', () => {
  test('are made of what Discord’s clients send, and shown under its routes', async () => {
    const file = dataUri(await photo(600, 600).png().toBuffer())
    const { hash } = await make(file, 'icon')
    const { type, bytes } = await seen(`/media/icons/${guildId}/${hash}.webp?size=128`)
    expect(type).toBe('image/webp')
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 128, height: 128, format: 'webp' })
    const png = await seen(`/media/icons/${guildId}/${hash}.png`)
    expect(await sharp(png.bytes).metadata()).toMatchObject({ width: 512, format: 'png' })
  })

  test.each([
    ['guild_banner', '/banners/900/', 16 / 9],
    ['role_icon', '/role-icons/900/', 1],
    ['member_avatar', '/guilds/900/users/1/avatars/', 1],
  ] as const)('have the shape of a %s', async (use, path, ratio) => {
    const { hash } = await make(await photo(1000, 900).webp().toBuffer(), use)
    const { bytes, status } = await seen(`/media${path}${hash}.webp`)
    expect(status).toBe(200)
    const { width, height } = await sharp(bytes).metadata()
    expect(width / height).toBeCloseTo(ratio, 2)
  })

  test('are found by what they are and whose, and nothing else', async () => {
    const { hash } = await make(await small(), 'icon')
    const avatar = await make(await small(), 'member_avatar')
    for (const path of [
      `/icons/901/${hash}.png`,
      `/banners/${guildId}/${hash}.png`,
      `/role-icons/${guildId}/${hash}.png`,
      `/guilds/${guildId}/users/1/avatars/${hash}.png`,
      `/guilds/901/users/1/avatars/${avatar.hash}.png`,
      `/emojis/${guildId}.png`,
      `/avatars/${guildId}/${hash}.png`,
    ])
      expect((await seen(`/media${path}`)).status, path).toBe(404)
  })

  test('go one by one, and all with their guild', async () => {
    const icon = await make(await small(), 'icon')
    await make(await small(), 'emoji', { owner: '77' })
    const avatar = await make(await small(), 'member_avatar')
    const states = async () =>
      Promise.all(
        [
          `icons/900/${icon.hash}.webp`,
          'emojis/77.webp',
          `guilds/900/users/1/avatars/${avatar.hash}.webp`,
        ].map(async (path) => (await seen(`/media/${path}`)).status),
      )
    expect(await states()).toEqual([200, 200, 200])
    await running.calls.dropPicture({ hash: icon.hash })
    expect(await states()).toEqual([404, 200, 200])
    for (let times = 0; times < 2; times += 1) await running.calls.dropGuildPictures({ guildId })
    expect(await states()).toEqual([404, 404, 404])
    expect(await running.stored()).toHaveProperty('size', 0)
  })

  test('are gone with their key', async () => {
    const key = await running.key()
    await make(await small(), 'emoji', { owner: '77', key })
    expect((await seen('/media/emojis/77.webp')).status).toBe(200)
    await running.keys.destroy({ ids: [key] })
    expect((await seen('/media/emojis/77.webp')).status).toBe(404)
  })

  test('leave nothing where they are refused', async () => {
    const big = await photo(900, 900).png().toBuffer()
    expect(big.byteLength).toBeGreaterThan(256 * 1024)
    for (const [file, use, code] of [
      [big, 'emoji', 'asset_too_large'],
      [dataUri(big), 'role_icon', 'asset_too_large'],
      ['https://example.org/a.png', 'icon', 'not_a_picture'],
      ['data:image/svg+xml,<svg/>', 'icon', 'not_a_picture'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'emoji', 'not_a_picture'],
      [(await small()).subarray(0, 200), 'emoji', 'broken_picture'],
      [claimingPng(9000, 9000), 'sticker', 'too_many_pixels'],
      [await movingPng(400, 400), 'sticker', 'asset_too_large'],
    ] as const)
      await expect(make(file, use), `${use} ${code}`).rejects.toMatchObject({ kind: { code } })
    await expect(make(await small(), 'emoji', { owner: '5', key: '99999' })).rejects.toThrow()
    expect(await running.stored()).toHaveProperty('size', 0)
    expect(await running.parts.database.sql`select from guild_pictures`).toHaveLength(0)
  })
})

describe('emoji and stickers', () => {
  test('are drawn into squares, whole', async () => {
    const wide = await plain(80, 20, '#ff0000').png().toBuffer()
    const { animated } = await make(wide, 'emoji', { owner: '77' })
    expect(animated).toBe(false)
    const { bytes } = await seen('/media/emojis/77.png')
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 128, height: 128, channels: 4 })
    const alpha = (x: number, y: number) => data[(y * 128 + x) * 4 + 3]
    expect([alpha(64, 64), alpha(64, 5)]).toEqual([255, 0])
    const half = await sharp((await seen('/media/emojis/77.webp?size=48')).bytes).metadata()
    expect(half.width).toBe(64)
  })

  test.each(['gif', 'webp'] as const)('keep moving where they come as %s', async (format) => {
    const file = await moving(24, 24, 3)[format]({ loop: 0 }).toBuffer()
    expect((await make(file, 'emoji', { owner: '77' })).animated).toBe(true)
    for (const [ending, pages] of [
      ['webp', 3],
      ['gif', 3],
      ['png', undefined],
      ['avif', undefined],
    ] as const) {
      const { bytes, type } = await seen(`/media/emojis/77.${ending}`)
      expect(type).toBe(`image/${ending}`)
      expect((await sharp(bytes).metadata()).pages ?? 1).toBe(pages ?? 1)
    }
  })

  test('keep their frames where they come as PNG', async () => {
    expect((await make(await movingPng(320, 320), 'sticker', { owner: '78' })).animated).toBe(true)
    expect(isAnimatedPng((await seen('/media/stickers/78.png')).bytes)).toBe(true)
    expect(await sharp((await seen('/media/stickers/78.webp')).bytes).metadata()).toMatchObject({
      width: 320,
    })
  })

  test('of too many frames are refused before they are drawn', async () => {
    const [side, frames] = [600, 80]
    const data = Buffer.alloc(side * side * frames * 3)
    for (let frame = 0; frame < frames; frame += 1)
      data.fill((frame % 2) * 200, frame * side * side * 3, (frame + 1) * side * side * 3)
    const raw = { width: side, height: side * frames, channels: 3, pageHeight: side } as const
    const one = await sharp(data, { raw }).gif({ effort: 1 }).toBuffer()
    await expect(make(one, 'emoji', { owner: '77' })).rejects.toMatchObject({
      kind: { code: 'too_many_pixels' },
    })
  })
})
