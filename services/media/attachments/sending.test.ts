import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pieceBytes } from '../blobs/pieces.ts'
import { by, channelId, fileWorks, noise } from '../testing/file-works.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia({ limits: { fileBytes: 5 * pieceBytes, waitingBytes: 8 * pieceBytes } })
})
afterEach(() => running.clear())
afterAll(() => running.stop())

const { leftovers, prepare } = fileWorks(() => running)

describe('sending', () => {
  test('goes on where it broke off', async () => {
    const bytes = noise(3 * pieceBytes + 5)
    const { upload_url: url, upload_filename: name } = await prepare(bytes.byteLength)
    const half = await running.put(url, bytes.subarray(0, pieceBytes + 77))
    expect(half.json()).toMatchObject({ received: pieceBytes, complete: false, size: bytes.byteLength })
    const head = await running.parts.http.inject({ method: 'HEAD', url: new URL(url).pathname })
    expect(head.headers['upload-offset']).toBe(`${pieceBytes}`)
    const wrong = await running.put(url, bytes.subarray(7), { 'upload-offset': '7' })
    expect(wrong.json()).toMatchObject({ code: 'wrong_offset' })
    const rest = bytes.subarray(pieceBytes, 3 * pieceBytes)
    await running.put(url, rest, { 'content-range': `bytes ${pieceBytes}-${3 * pieceBytes - 1}/*` })
    await refusedAttach(name, 'unfinished_file')
    const end = await running.put(url, bytes.subarray(3 * pieceBytes), {
      'upload-offset': `${3 * pieceBytes}`,
    })
    expect(end.json()).toMatchObject({ received: bytes.byteLength, complete: true })
    const again = await running.put(url, bytes)
    expect(again.json()).toMatchObject({ complete: true })
  })

  test('is one at a time of each file, and a few of an account', async () => {
    const { upload_url: url } = await prepare(pieceBytes)
    await running.parts.database.sql`
      update waiting_files set taken_until = ${new Date(running.parts.clock.now() + 90_000)}`
    expect((await running.put(url, noise(pieceBytes))).json()).toMatchObject({ code: 'arriving_already' })
    // Whoever had it is gone.
    running.parts.clock.advance(90_001)
    expect((await running.put(url, noise(pieceBytes))).json()).toMatchObject({ complete: true })
    const others = await Promise.all(Array.from({ length: 7 }, () => prepare(10)))
    const sent = await Promise.all(others.map((one) => running.put(one.upload_url, noise(10))))
    expect(new Set(sent.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 503]))
  })

  test('may begin anew', async () => {
    const bytes = noise(2 * pieceBytes)
    const { upload_url: url } = await prepare(bytes.byteLength)
    await running.put(url, bytes.subarray(0, pieceBytes))
    expect((await running.put(url, bytes)).json()).toMatchObject({ complete: true })
  })

  const refusedAttach = async (upload: string, code: string, account = by) => {
    const files = [{ upload, filename: 'x' }]
    await expect(
      running.calls.attach({ by: account, channelId, key: await running.contentKey(), files }),
    ).rejects.toMatchObject({ kind: { code } })
  }

  test('is refused where the address is not ours, and nobody else can use what was sent', async () => {
    const { upload_url: url, upload_filename: name } = await prepare(3)
    await running.put(url, noise(3))
    const forged = url.replace(/-[0-9a-f]{4}/, '-0000')
    expect((await running.put(forged, noise(3))).statusCode).toBe(404)
    expect((await running.put(url.slice(0, -1), noise(3))).statusCode).toBe(400)
    await refusedAttach(name, 'unknown_file', '71')
    await refusedAttach('12345/x', 'unknown_file')
    await refusedAttach('../../etc/passwd', 'unknown_file')
  })

  test('of more than was announced is cut off, and nothing is left', async () => {
    const { upload_url: url } = await prepare(2 * pieceBytes)
    const answer = await running.put(url, noise(2 * pieceBytes + 1))
    expect(answer.json()).toMatchObject({ code: 'file_too_large', status: 413 })
    expect(await leftovers()).toEqual([])
    expect((await running.put(url, noise(1))).statusCode).toBe(404)
  })

  test('is cancelled for good', async () => {
    const { upload_url: url } = await prepare(2 * pieceBytes)
    await running.put(url, noise(pieceBytes + 1))
    const remove = () => running.parts.http.inject({ method: 'DELETE', url: new URL(url).pathname })
    expect((await remove()).statusCode).toBe(204)
    expect((await remove()).statusCode).toBe(404)
    expect(await leftovers()).toEqual([])
  })

  test('is limited by file, and by what of an account waits', async () => {
    await expect(prepare(5 * pieceBytes + 1)).rejects.toMatchObject({ kind: { code: 'file_too_large' } })
    await prepare(5 * pieceBytes)
    await expect(prepare(3 * pieceBytes + 1)).rejects.toMatchObject({ kind: { code: 'too_much_waiting' } })
    await prepare(3 * pieceBytes)
    await prepare(5 * pieceBytes, 'x', '71')
    const at = await Promise.allSettled([1, 2, 3].map(() => prepare(5 * pieceBytes, 'x', '72')))
    expect(at.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('is forgotten after an hour', async () => {
    const { upload_url: url, upload_filename: name } = await prepare(pieceBytes)
    await running.put(url, noise(pieceBytes))
    running.parts.clock.advance(61 * 60_000)
    await refusedAttach(name, 'unknown_file')
    await running.parts.jobs.runInterval('media.sweepFiles')
    expect(await leftovers()).toEqual([])
  })
})

describe('a file that arrives with its message', () => {
  const receive = (bytes: AsyncIterable<Uint8Array>) =>
    running.calls.receiveFile({ by, filename: 'a b.txt', bytes })
  async function* chunks(...given: Uint8Array[]) {
    yield* given
  }

  test('is named and attached as any other', async () => {
    const { upload_filename: name } = await receive(chunks(noise(pieceBytes), noise(5)))
    expect(name).toMatch(/^\d+\/a_b\.txt$/)
    const files = [{ upload: name, filename: 'a b.txt' }]
    const { attachments } = await running.calls.attach({
      by,
      channelId,
      key: await running.contentKey(),
      files,
    })
    expect(attachments).toMatchObject([{ size: pieceBytes + 5 }])
  })

  test.each([
    [
      'breaks off',
      'broke off',
      async function* () {
        yield noise(2 * pieceBytes)
        throw new Error('broke off')
      },
    ],
    ['is too large', 'larger than files may be', () => chunks(noise(5 * pieceBytes), noise(1))],
    ['is empty', 'empty', () => chunks()],
    ['pretends to be a picture', 'damaged', () => chunks(Buffer.from('\x89PNG\r\n\x1a\nnothing', 'latin1'))],
  ] as const)('leaves nothing where it %s', async (_, said, bytes) => {
    await expect(receive(bytes())).rejects.toThrow(said)
    expect(await leftovers()).toEqual([])
  })

  test('is let go of when its message is refused', async () => {
    const { upload_filename: name } = await receive(chunks(noise(5)))
    await running.calls.discardUploads({ by: '71', uploads: [name] })
    expect(await leftovers()).toHaveLength(2)
    await running.calls.discardUploads({ by, uploads: [name, name, 'x', '9/y'] })
    expect(await leftovers()).toEqual([])
  })
})
