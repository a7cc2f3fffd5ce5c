import type { LedgerEntry } from '@alles/platform/egress'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { claimingPng, photo } from '../testing/pictures.ts'
import { html, serving } from '../testing/serving.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

describe('previews', () => {
  let running: RunningMedia
  const ledger: LedgerEntry[] = []
  beforeAll(async () => {
    running = await startMedia({
      previews: { record: (entry) => ledger.push(entry), reach: { ports: 'any', reach: 'loopback' } },
    })
  })
  afterEach(() => running.clear())
  afterAll(() => running.stop())

  const pictured = async (picture: Buffer, type = 'image/png') => {
    const port = await serving((request, response) => {
      if (request.url === '/picture') response.setHeader('content-type', type).end(picture)
      else html('<title>Pictured</title><meta property="og:image" content="/picture">')(request, response)
    })
    return `http://127.0.0.1:${port}/`
  }
  const preview = async (url: string, bundle?: string) =>
    running.calls.previewLinks({
      urls: [url],
      key: await running.contentKey(),
      channelId: '5',
      ...(bundle !== undefined && { bundle }),
    })

  test('show our own copy of a picture, drawn anew, which goes with its message', async () => {
    const original = await photo(2000, 1000)
      .png()
      .withExif({ IFD0: { Copyright: 'tracked' } })
      .toBuffer()
    const { bundle, previews } = await preview(await pictured(original))
    const [shown] = previews
    expect(shown).toMatchObject({
      title: 'Pictured',
      picture: { width: 1024, height: 512, filename: 'preview.webp' },
    })
    if (!shown?.picture) throw new Error('no picture')
    const addresses = await running.calls.attachmentAddresses({})
    const url = addresses.ofPreview({ channelId: '5', ...shown.picture })
    expect(url).toContain('/media/external/5/')
    const answer = await running.get(url)
    expect(answer.headers['content-type']).toBe('image/webp')
    expect(await sharp(answer.rawPayload).metadata()).toMatchObject({ width: 1024, format: 'webp' })
    await running.calls.dropAttachments({ bundles: [bundle ?? ''] })
    expect((await running.get(url)).statusCode).toBe(404)
    expect(await running.stored()).toHaveProperty('size', 0)
    expect(ledger.map(({ destination }) => destination)).toEqual(['preview', 'preview'])
  })

  test('belong to the message’s attachments where it has some', async () => {
    expect(await preview(await pictured(await photo(30, 30).png().toBuffer()), '77')).toMatchObject({
      bundle: '77',
    })
  })

  test.each([
    ['a bomb', claimingPng(20_000, 20_000), 'image/png'],
    ['no picture', Buffer.from('<svg/>'), 'image/svg+xml'],
    ['a page', Buffer.from('<title>x</title>'), 'text/html'],
    ['too large', Buffer.alloc(6 * 1024 * 1024), 'image/png'],
  ])('do without a picture that is %s', async (_, bytes, type) => {
    expect(await preview(await pictured(bytes, type))).toEqual({
      bundle: null,
      previews: [expect.objectContaining({ title: 'Pictured', picture: null })],
    })
  })

  test('show an address that is a picture itself', async () => {
    const url = `${await pictured(await photo(40, 20).jpeg().toBuffer(), 'image/jpeg')}picture`
    expect((await preview(url)).previews).toMatchObject([
      { url, type: 'image', title: null, picture: { width: 40 } },
    ])
  })

  test('are looked at by nobody where the operator does not want it', async () => {
    const without = await startMedia()
    const asked = { urls: ['http://127.0.0.1/'], key: '1', channelId: '5' }
    expect(await without.calls.previewLinks(asked)).toEqual({ bundle: null, previews: [] })
    await without.stop()
  })
})
