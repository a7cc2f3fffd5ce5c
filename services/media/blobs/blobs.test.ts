import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Secret } from '@alles/platform/contract'
import { testProcess } from '@alles/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../testing/pictures.ts'
import { startMedia } from '../testing/start-media.ts'
import { startS3, type RunningS3 } from '../testing/start-s3.ts'
import type { BlobStore, StoredBlob } from './blob-store.ts'
import { examineStore } from './examine-store.ts'
import { createFileBlobs } from './file-blobs.ts'
import { createS3Blobs } from './s3-blobs.ts'
import { readS3Place } from './s3-place.ts'

let folder: string
let s3: RunningS3
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alles-blobs-'))
  s3 = await startS3()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await s3.stop()
})

const named = () => `${randomBytes(16).toString('hex')}.webp-64`

async function all(store: BlobStore): Promise<StoredBlob[]> {
  const found: StoredBlob[] = []
  for await (const blob of store.list()) found.push(blob)
  return found
}

describe.each([
  ['of files', () => createFileBlobs(join(folder, 'blobs'))],
  ['of S3', () => createS3Blobs(s3.egress, s3.place)],
])('a store %s', (_, make) => {
  test('gives what it was given', async () => {
    const store = make()
    const [name, bytes] = [named(), randomBytes(100_000)]
    expect(await store.read(name)).toBeNull()
    await store.write(name, bytes)
    expect(bytes.equals((await store.read(name)) ?? Buffer.of())).toBe(true)
    await store.write(name, Buffer.from('other'))
    expect(Buffer.from((await store.read(name)) ?? []).toString()).toBe('other')
    await store.remove([named(), name])
    await store.remove([name])
    expect(await store.read(name)).toBeNull()
  })

  test('lists what there is, and when it was written', async () => {
    const store = make()
    expect(await all(store)).toEqual([])
    const names = Array.from({ length: 12 }, named)
    const before = Date.now()
    for (const name of names) await store.write(name, Buffer.from(name))
    const found = await all(store)
    expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    for (const { writtenAt } of found) expect(Math.abs(writtenAt - before)).toBeLessThan(60_000)
    await store.remove(names)
    expect(await all(store)).toEqual([])
  })

  test.each(['../../etc/passwd', 'a/b', '', 'x'.repeat(32), `${'0'.repeat(32)}.a/../b`])(
    'knows no other names: %j',
    async (name) => {
      const store = make()
      await expect(Promise.resolve().then(() => store.read(name))).rejects.toThrow('not the name')
      await expect(Promise.resolve().then(() => store.write(name, Buffer.of(1)))).rejects.toThrow(
        'not the name',
      )
      await expect(Promise.resolve().then(() => store.remove([name]))).rejects.toThrow('not the name')
    },
  )

  test('is well', async () => {
    const store = make()
    expect(await examineStore(store)).toEqual([])
    expect(await all(store)).toEqual([])
  })
})

describe('files', () => {
  test('are for nobody else, and never half', async () => {
    const home = join(folder, 'own')
    const store = createFileBlobs(home)
    const name = named()
    await store.write(name, Buffer.alloc(10))
    const shard = join(home, name.slice(0, 2))
    expect(await readdir(shard)).toEqual([name.slice(2)])
    expect((await stat(shard)).mode & 0o777).toBe(0o700)
    expect((await stat(join(shard, name.slice(2)))).mode & 0o777).toBe(0o600)
  })

  test('that are not ours are left alone', async () => {
    const home = join(folder, 'shared')
    const store = createFileBlobs(home)
    const name = named()
    await store.write(name, Buffer.alloc(10))
    await writeFile(join(home, name.slice(0, 2), 'notes.txt'), '')
    await writeFile(join(home, 'notes.txt'), '')
    expect((await all(store)).map((blob) => blob.name)).toEqual([name])
  })

  test('that cannot be written are a fault that says where', async () => {
    const home = join(folder, 'none')
    await writeFile(home, '')
    await chmod(home, 0o400)
    expect(await examineStore(createFileBlobs(home))).toEqual([expect.stringContaining('DATA_DIR/blobs')])
  })
})

describe('S3', () => {
  test('is asked through the way out, and every time is written down without what it was about', async () => {
    s3.ledger.length = 0
    const store = createS3Blobs(s3.egress, s3.place)
    const name = named()
    await store.write(name, Buffer.alloc(10))
    await store.remove([name])
    expect(s3.ledger).toMatchObject([
      { destination: 's3', outcome: 'answered', status: 200, bytesOut: 10 },
      { destination: 's3', outcome: 'answered', status: 204 },
    ])
    expect(JSON.stringify(s3.ledger)).not.toContain(name)
  })

  test('that refuses us is a fault, without its words', async () => {
    const store = createS3Blobs(s3.egress, s3.placeBy('NOBODY', 'wrong'))
    await expect(store.write(named(), Buffer.alloc(10))).rejects.toThrow('answered 403')
    await expect(store.read(named())).rejects.toThrow('answered 403')
    await expect(store.remove([named()])).rejects.toThrow('answered 403')
    await expect(all(store)).rejects.toThrow('answered 403')
    expect(await examineStore(store)).toEqual([expect.stringContaining('The S3 store answered 403')])
  })

  test('pages through many objects', async () => {
    const names = Array.from({ length: 5 }, named).toSorted()
    const pages = [names.slice(0, 2), names.slice(2, 4), names.slice(4)]
    const asked: string[] = []
    const store = createS3Blobs(
      {
        fetch({ url }) {
          asked.push(new URL(url).searchParams.get('continuation-token') ?? '')
          const page = asked.length - 1
          const more = page < 2 ? `<NextContinuationToken>t${page}=</NextContinuationToken>` : ''
          const entries = (pages[page] ?? []).map(
            (name) =>
              `<Contents><Key>${name}</Key><LastModified>2026-03-01T12:00:00.000Z</LastModified></Contents>`,
          )
          const text = `<ListBucketResult>${more}${entries.join('')}<Contents><Key>notes.txt</Key><LastModified>2026-03-01T12:00:00.000Z</LastModified></Contents></ListBucketResult>`
          return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text), url })
        },
      },
      s3.place,
    )
    expect((await all(store)).map(({ name }) => name)).toEqual(names)
    expect(asked).toEqual(['', 't0=', 't1='])
  })

  test('keeps pictures as a folder does', async () => {
    const before = (await all(createS3Blobs(s3.egress, s3.place))).length
    expect(before).toBe(0)
    const running = await startMedia({ process: testProcess(), blobs: { s3: s3.place, egress: s3.egress } })
    const upload = await running.upload('70', await photo(100, 100).png().toBuffer())
    const wish = { upload, by: '70', account: '70', owner: '70', use: 'avatar' as const }
    const { hash } = await running.calls.usePicture({ ...wish, key: await running.key() })
    expect((await running.get(`/media/avatars/70/${hash}.webp`)).statusCode).toBe(200)
    expect(await all(createS3Blobs(s3.egress, s3.place))).toHaveLength(5)
    expect(await running.calls.doctor({})).toEqual({ faults: [] })
    const { upload_filename: name } = await running.calls.receiveFile({
      by: '70',
      filename: 'a.txt',
      bytes: Readable.from([Buffer.alloc(1_500_000, 'a')]),
    })
    const files = [{ upload: name, filename: 'a.txt' }]
    const key = await running.contentKey()
    const { attachments } = await running.calls.attach({ by: '70', channelId: '5', key, files })
    const { of } = await running.calls.attachmentAddresses({})
    const part = await running.get(of({ channelId: '5', id: '', filename: '', ...attachments[0] }), {
      range: 'bytes=1048570-1048585',
    })
    expect(part.body).toBe('a'.repeat(16))
    await running.calls.dropAttachments({ channelIds: ['5'] })
    await running.calls.dropPicture({ hash })
    await running.calls.forget({ accountId: '70', mode: 'everything' })
    expect(await all(createS3Blobs(s3.egress, s3.place))).toEqual([])
    expect(await running.stored()).toHaveProperty('size', 0)
    await running.stop()
  })
})

describe('the address of a bucket', () => {
  const read = (address: string) => readS3Place(new Secret(address))

  test.each([
    ['s3://k:s@host/pictures', 'https://host', 'us-east-1'],
    ['s3://k:s@host:9000/pictures/?tls=off', 'http://host:9000', 'us-east-1'],
    ['https://k:s@host/pictures?region=eu-central-1', 'https://host', 'eu-central-1'],
    ['http://k:s@127.0.0.1:9000/pictures', 'http://127.0.0.1:9000', 'us-east-1'],
    ['http://k:s@host/pictures?tls=on', 'https://host', 'us-east-1'],
  ])('is read: %s', (address, origin, region) => {
    expect(read(address)).toMatchObject({ origin, region, bucket: 'pictures', accessKeyId: 'k' })
  })

  test.each([
    ['nonsense', 'form'],
    ['s3://host/pictures', 'key and a secret'],
    ['s3://k@host/pictures', 'key and a secret'],
    ['s3://k:%zz@host/pictures', 'percent-encoded'],
    ['s3://k:s@host', 'one bucket'],
    ['s3://k:s@host/a/b', 'one bucket'],
    ['s3://k:s@host/UPPER', 'one bucket'],
    ['s3://k:s@host/pictures?tls=maybe', 'tls=on'],
    ['s3://k:s@host/pictures?acl=public', 'nothing else'],
  ])('is refused with what is wrong: %s', (address, words) => {
    expect(read(address)).toContain(words)
  })
})
