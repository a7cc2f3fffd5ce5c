import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { query, z } from '../contract/index.ts'
import { testClock } from '../testing/test-clock.ts'
import { byteRange } from './byte-range.ts'
import { testEdge, type TestEdge } from './test-edge.ts'

const showFile = query('files.show', {
  about: 'Shows a file.',
  protocol: 'media',
  http: 'GET /files/:name',
  caller: 'anyone',
  input: z.object({ name: z.string() }),
  output: z.unknown(),
})
const bytes = Buffer.from('0123456789')

let edge: TestEdge
beforeAll(() => {
  edge = testEdge(testClock(60 * 60_000))
  edge.http.routesFor('files').answerRanged(showFile, async ({ name }) => ({
    fileName: name,
    mediaType: 'video/mp4',
    inline: name === 'shown.mp4',
    bytes: bytes.length,
    tag: 'ten',
    maxAgeSeconds: 60,
    async *read(from, to) {
      if (name === 'broken.mp4') throw new Error('the disk is gone')
      for (let at = from; at < to; at += 3) yield bytes.subarray(at, Math.min(to, at + 3))
    },
  }))
})
afterAll(() => edge.http.close())

const get = (headers: Record<string, string> = {}, name = 'shown.mp4', method: 'GET' | 'HEAD' = 'GET') =>
  edge.http.inject({ method, url: `/media/files/${name}`, headers })

describe('a file of which parts may be asked for', () => {
  test('is given whole, to be kept by whoever asks and nobody between', async () => {
    const answer = await get({ cookie: 'session=person' })
    expect([answer.statusCode, answer.body]).toEqual([200, '0123456789'])
    expect(answer.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '10',
      'accept-ranges': 'bytes',
      etag: '"ten"',
      'cache-control': 'private, max-age=60',
      'content-disposition': "inline; filename*=UTF-8''shown.mp4",
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })

  test.each([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=2-5', 206, '2345', 'bytes 2-5/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=7-999', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-50', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-2', 200, '0123456789', undefined],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['lines=0-1', 200, '0123456789', undefined],
    ['bytes=-', 200, '0123456789', undefined],
  ])('gives what %s means', async (range, ...said) => {
    const answer = await get({ range })
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual(said)
  })

  test.each(['bytes=10-', 'bytes=-0', 'bytes=99-100'])('refuses %s, which it has not', async (range) => {
    const answer = await get({ range })
    expect([answer.statusCode, answer.headers['content-range']]).toEqual([416, 'bytes */10'])
  })

  test('gives no part of another file than was meant', async () => {
    expect((await get({ range: 'bytes=1-2', 'if-range': '"ten"' })).body).toBe('12')
    expect((await get({ range: 'bytes=1-2', 'if-range': '"nine"' })).body).toBe('0123456789')
  })

  test('is not sent to who has it, nor to who only asks about it', async () => {
    expect((await get({ 'if-none-match': 'W/"ten"' })).statusCode).toBe(304)
    const head = await get({ range: 'bytes=1-2' }, 'shown.mp4', 'HEAD')
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([206, '', '2'])
  })

  test('is saved where it must not be shown', async () => {
    expect((await get({}, 'ä.html')).headers['content-disposition']).toBe(
      "attachment; filename*=UTF-8''%C3%A4.html",
    )
  })

  test('of no bytes has no parts', () => {
    expect([byteRange(undefined, 0), byteRange('bytes=0-', 0), byteRange('bytes=-1', 0)]).toEqual([
      null,
      'unsatisfiable',
      'unsatisfiable',
    ])
  })

  test('that breaks off breaks the connection off', async () => {
    const port = await edge.http.listen()
    await expect(
      fetch(`http://127.0.0.1:${port}/media/files/broken.mp4`).then((one) => one.text()),
    ).rejects.toThrow()
    expect(edge.lines.at(-1)).toMatchObject({ event: 'http.file_broken_off' })
  })
})
