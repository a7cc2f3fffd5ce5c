import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pieceBytes } from '../blobs/pieces.ts'
import { channelId, fileWorks, noise } from '../testing/file-works.ts'
import { startMedia, type RunningMedia } from '../testing/start-media.ts'

let running: RunningMedia
beforeAll(async () => {
  running = await startMedia({ limits: { fileBytes: 5 * pieceBytes, waitingBytes: 8 * pieceBytes } })
})
afterEach(() => running.clear())
afterAll(() => running.stop())

const { attached } = fileWorks(() => running)

describe('an address', () => {
  test('is good for a day', async () => {
    const { url } = await attached(noise(3), 'a.bin')
    running.parts.clock.advance(22.9 * 3_600_000)
    expect((await running.get(url)).statusCode).toBe(200)
    running.parts.clock.advance(1.2 * 3_600_000)
    expect((await running.get(url)).statusCode).toBe(404)
  })

  test('opens nothing where anything in it was changed', async () => {
    const { url, file } = await attached(noise(3), 'a.bin')
    const { file: other } = await attached(noise(3), 'b.bin')
    const later = Number.parseInt(/ex=([0-9a-f]+)/.exec(url)?.[1] ?? '', 16) + 1
    for (const changed of [
      url.replace(channelId, '501'),
      url.replace(file.id, other.id),
      url.replace('a.bin', 'a.exe'),
      url.replace('attachments', 'external'),
      url.replace(/ex=[0-9a-f]+/, `ex=${later.toString(16)}`),
      url.replace(/is=[0-9a-f]+/, 'is=1'),
      url.replace(/hm=..../, 'hm=0000'),
      url.replace(/\?.*/, ''),
    ])
      expect((await running.get(changed)).statusCode, changed).toBe(404)
  })

  test('is read again when it has expired, where it is ours', async () => {
    const addresses = await running.calls.attachmentAddresses({})
    const file = { channelId: '5', id: '6', filename: 'a.png' }
    const url = addresses.of(file)
    running.parts.clock.advance(30 * 86_400_000)
    expect(addresses.read(url)).toEqual(file)
    expect(addresses.of(file)).not.toBe(url)
    for (const changed of ['x', url.replace('localhost', 'elsewhere'), url.replace('/6/', '/7/'), `${url}0`])
      expect(addresses.read(changed)).toBeNull()
  })

  test('costs microseconds', async () => {
    const addresses = await running.calls.attachmentAddresses({})
    const file = { channelId: '1234567890123456789', id: '1234567890123456780', filename: 'a.png' }
    for (let count = 0; count < 2000; count += 1) addresses.of(file)
    const begun = performance.now()
    for (let count = 0; count < 5000; count += 1) addresses.of(file)
    expect((performance.now() - begun) / 5).toBeLessThan(60)
  })
})
