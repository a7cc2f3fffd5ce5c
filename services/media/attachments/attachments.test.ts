import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pieceBytes } from '../blobs/pieces.ts'
import { by, channelId, fileWorks, noise } from '../testing/file-works.ts'
import { photo } from '../testing/pictures.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia({ limits: { fileBytes: 5 * pieceBytes, waitingBytes: 8 * pieceBytes } })
})
afterEach(() => running.clear())
afterAll(() => running.stop())

const { attached, leftovers, prepare } = fileWorks(() => running)

describe('a file', () => {
  test('is prepared, sent to its own address, attached, and shown to whoever has the signed address', async () => {
    const bytes = noise(3 * pieceBytes + 17)
    const { file, url } = await attached(bytes, 'Plan of the garden.bin')
    expect(file).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      filename: 'Plan_of_the_garden.bin',
      title: 'Plan of the garden',
      size: bytes.byteLength,
      content_type: 'application/octet-stream',
    })
    const answer = await running.get(url)
    expect(answer.rawPayload.equals(bytes)).toBe(true)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''Plan_of_the_garden.bin",
      'cache-control': expect.stringMatching(/^private, max-age=8\d{4}$/) as string,
      'x-content-type-options': 'nosniff',
    })
  })

  test('is given in part, without reading the pieces before', async () => {
    const bytes = noise(2 * pieceBytes + 100)
    const { url } = await attached(bytes, 'film.bin')
    for (const [from, to] of [
      [0, 0],
      [pieceBytes - 2, pieceBytes + 2],
      [2 * pieceBytes, 2 * pieceBytes + 99],
      [5, 2 * pieceBytes + 50],
    ] as const) {
      const answer = await running.get(url, { range: `bytes=${from}-${to}` })
      expect(answer.statusCode).toBe(206)
      expect(answer.rawPayload.equals(bytes.subarray(from, to + 1))).toBe(true)
    }
    for (const name of (await running.stored()).keys())
      if (name.endsWith('piece-0')) await running.blobs.remove([name])
    const last = await running.get(url, { range: 'bytes=-50' })
    expect(last.rawPayload.equals(bytes.subarray(-50))).toBe(true)
  })

  test('lies sealed, and under no name that says what it is', async () => {
    const text = Buffer.from('the quick brown fox '.repeat(1000))
    await attached(text, 'secret.txt')
    const stored = await running.stored()
    expect(stored.size).toBe(1)
    for (const [name, bytes] of stored) {
      expect(name).toMatch(/^[0-9a-f]{32}\.piece-0$/)
      expect(bytes.includes('quick brown')).toBe(false)
    }
    const [row] = await running.parts.database.sql`select * from attachments`
    expect(JSON.stringify(row)).not.toContain('secret')
    expect(Object.values(row ?? {})).not.toContain(by)
  })

  test('is gone with the key of the membership that attached it, and with that alone', async () => {
    const { url, key } = await attached(noise(100), 'a.bin')
    const { url: other } = await attached(noise(100), 'b.bin')
    await running.parts.jobs.runInterval('media.destroySpentKeys')
    expect((await running.get(url)).statusCode).toBe(200)
    await running.keys.destroy({ ids: [key] })
    expect((await running.get(url)).statusCode).toBe(404)
    expect((await running.get(other)).statusCode).toBe(200)
  })

  test('is sealed with a key of its own while it waits, which is destroyed once it is attached', async () => {
    const upload = await prepare(10)
    await running.put(upload.upload_url, noise(10))
    const [row] = await running.parts.database.sql<{ key_id: string; id: string; file_key: Buffer }[]>`
      select id, key_id, file_key from waiting_files`
    if (!row) throw new Error('nothing waits')
    const place = { table: 'media.waiting_files', column: 'file_key', row: row.id }
    const opened = () => running.keys.open({ items: [{ place, sealed: row.file_key }] })
    expect((await opened())[0]).toHaveLength(32)
    const files = [{ upload: upload.upload_filename, filename: 'a' }]
    await running.calls.attach({ by, channelId, key: await running.contentKey(), files })
    await running.parts.jobs.runInterval('media.destroySpentKeys')
    expect(await opened()).toEqual([null])
    expect(await running.parts.database.sql`select from spent_keys`).toHaveLength(0)
  })

  test('is not opened where its pieces were swapped or changed', async () => {
    const { url } = await attached(noise(2 * pieceBytes), 'a.bin')
    const names = [...(await running.stored()).keys()].toSorted()
    const [first = '', second = ''] = names
    const bytes = await running.blobs.read(first)
    await running.blobs.write(second, bytes ?? Buffer.of())
    await expect(running.get(url)).rejects.toThrow()
  })
})

describe('attaching', () => {
  test('takes all or none', async () => {
    const { upload_url: url, upload_filename: name } = await prepare(3)
    await running.put(url, noise(3))
    const unfinished = await prepare(3)
    const files = [name, unfinished.upload_filename].map((upload) => ({ upload, filename: 'x' }))
    const key = await running.contentKey()
    await expect(running.calls.attach({ by, channelId, key, files })).rejects.toThrow('whole')
    const twice = [name, name].map((upload) => ({ upload, filename: 'x' }))
    await expect(running.calls.attach({ by, channelId, key, files: twice })).rejects.toThrow('does not exist')
    await running.calls.attach({ by, channelId, key, files: files.slice(0, 1) })
    await expect(running.calls.attach({ by, channelId, key, files: files.slice(0, 1) })).rejects.toThrow()
  })

  test('asks after ten minutes whether the message exists, and lets go of what has none', async () => {
    const one = await attached(noise(3), 'one')
    const two = await attached(noise(3), 'two')
    expect(await running.calls.listUnsettled({})).toEqual({ bundles: [] })
    running.parts.clock.advance(11 * 60_000)
    const { bundles } = await running.calls.listUnsettled({})
    expect(bundles.toSorted()).toEqual([one.bundle, two.bundle].toSorted())
    for (let times = 0; times < 2; times += 1)
      await running.calls.settleAttachments({ kept: [one.bundle], gone: [two.bundle] })
    expect((await running.get(one.url)).statusCode).toBe(200)
    expect((await running.get(two.url)).statusCode).toBe(404)
    expect(await running.stored()).toHaveProperty('size', 1)
    expect(await running.calls.listUnsettled({})).toEqual({ bundles: [] })
  })

  test('is undone by id, bundle and channel', async () => {
    const made = [await attached(noise(3), 'a'), await attached(noise(3), 'b'), await attached(noise(3), 'c')]
    const [a, b] = made
    await running.calls.dropAttachments({ ids: [a?.file.id ?? ''] })
    await running.calls.dropAttachments({ bundles: [b?.bundle ?? ''] })
    const states = async () => Promise.all(made.map(async ({ url }) => (await running.get(url)).statusCode))
    expect(await states()).toEqual([404, 404, 200])
    await running.calls.dropAttachments({ channelIds: ['1', channelId] })
    expect(await states()).toEqual([404, 404, 404])
    expect(await leftovers()).toEqual([])
  })

  test('keeps what rows lead to when orphans are swept', async () => {
    const { url } = await attached(noise(2 * pieceBytes), 'a')
    const { upload_url: waiting } = await prepare(pieceBytes)
    await running.put(waiting, noise(pieceBytes))
    const before = (await running.stored()).size
    await running.blobs.write(`${'0'.repeat(32)}.piece-0`, noise(3))
    running.parts.clock.set(Date.now() + 3 * 86_400_000)
    await running.parts.jobs.runInterval('media.sweepOrphans')
    expect(await running.stored()).toHaveProperty('size', before)
    expect(
      (await running.get((await running.calls.attachmentAddresses({})).of(fileOf(url)))).statusCode,
    ).toBe(200)
  })

  const fileOf = (url: string) => {
    const [, , , channel = '', id = '', filename = ''] = new URL(url).pathname.split('/')
    return { channelId: channel, id, filename }
  }
})

describe('pictures that are attached', () => {
  test('tell their size and lose everything but what is seen', async () => {
    const bytes = await photo(80, 60)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'somebody, somewhere' } })
      .toBuffer()
    const { file, url } = await attached(bytes, 'photo.jpg')
    expect(file).toMatchObject({ width: 80, height: 60, content_type: 'image/jpeg' })
    const answer = await running.get(url)
    expect(answer.headers).toMatchObject({ 'content-type': 'image/jpeg' })
    expect(answer.headers['content-disposition']).toMatch(/^inline;/)
    expect(answer.rawPayload.includes('somebody')).toBe(false)
    expect(answer.rawPayload).toHaveLength(file.size)
    expect((await running.stored()).size).toBe(1)
  })
})
